export type { Viewing } from '@billfold/pkpass'
export {
  type AndroidChange,
  type AndroidPhone,
  type AndroidPhoneOptions,
  openAndroidPhone,
} from './android/android-phone.ts'
export type { AndroidBarcode, AndroidFace } from './android/face.ts'
export type { AndroidField } from './android/fields.ts'
export type { AndroidNotification } from './android/notification.ts'
export { renderAndroidNotification, renderAndroidPass } from './android/render.ts'
export { rotatingValue } from './android/rotating-barcode.ts'
export type { Act, Behaviour, Command, Rule } from './apns/commands.ts'
export { connectPhone, type PhoneConnection } from './apns/connect-phone.ts'
export type { ProviderKey } from './apns/provider-token.ts'
export type { Push, ReceivedPush } from './apns/push.ts'
export { openVirtualApns, type VirtualApns, type VirtualApnsOptions } from './apns/virtual-apns.ts'
export {
  type DevelopmentAuthority,
  openDevelopmentAuthority,
  type PassCertificateRequest,
  type ServerCertificateRequest,
} from './authority/authority.ts'
export type { CertifiedKey } from './authority/certificates.ts'
export { SimulatorError, type SimulatorErrorCode, simulatorErrorCodes } from './errors.ts'
export type { IssuerRequest, ServiceAccountKey } from './google/accounts/console.ts'
export type { CallbackRecord } from './google/callbacks/deliver.ts'
export { type Forgery, forgeries } from './google/callbacks/message.ts'
export type { TitleArea } from './google/card/title-area.ts'
export { googleForPhones } from './google/for-phones.ts'
export type {
  Act as GoogleAct,
  Behaviour as GoogleBehaviour,
  CallbackRule as GoogleCallbackRule,
  Command as GoogleCommand,
  RequestRule as GoogleRequestRule,
  ReviewRule as GoogleReviewRule,
  Rule as GoogleRule,
} from './google/script/commands.ts'
export type { ReceivedRequest } from './google/serve.ts'
export { openVirtualGoogle, type VirtualGoogle, type VirtualGoogleOptions } from './google/virtual-google.ts'
export type { PersonalizationInfo } from './phone/fill-in-form.ts'
export type { PassUpdate } from './phone/get-pass.ts'
export { faceOfPackage, type PassFace, type ShownField } from './phone/pass-face.ts'
export type { PersonalizationForm } from './phone/personalization-form.ts'
export type { PersonalizationOutcome } from './phone/personalize-pass.ts'
export { type Clock, openPhone, type Phone, type PhoneOptions } from './phone/phone.ts'
export { renderLockScreen, renderPass } from './phone/render.ts'
export type { LockScreenLine } from './phone/session.ts'
export { describeStep, type Step } from './phone/steps.ts'
export type { WalletPass } from './phone/wallet-pass.ts'
export type { Complaint, LockScreenEntry } from './phone/wallet-state.ts'
export { type PhoneKind, phoneKindIn } from './phone-kind.ts'
