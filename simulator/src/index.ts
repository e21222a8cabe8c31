export {
  type DevelopmentAuthority,
  openDevelopmentAuthority,
  type PassCertificateRequest,
} from './authority/authority.ts'
export type { CertifiedKey } from './authority/certificates.ts'
export { SimulatorError, type SimulatorErrorCode, simulatorErrorCodes } from './errors.ts'
export type { Viewing } from './phone/format-value.ts'
export type { PassUpdate } from './phone/get-pass.ts'
export { type PassFace, readPassFace, type ShownField } from './phone/pass-face.ts'
export { type Clock, openPhone, type Phone, type PhoneOptions } from './phone/phone.ts'
export { renderLockScreen, renderPass } from './phone/render.ts'
export type { LockScreenLine } from './phone/session.ts'
export { describeStep, type Step } from './phone/steps.ts'
export type { WalletPass } from './phone/wallet-pass.ts'
export type { Complaint, LockScreenEntry } from './phone/wallet-state.ts'
