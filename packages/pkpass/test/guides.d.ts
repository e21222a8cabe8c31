/** What the guides in the README take from elsewhere, as far as they use it. */
declare module '@aws-sdk/client-kms' {
  export class KMSClient {
    constructor(configuration: object)
    send(command: SignCommand): Promise<{ readonly Signature?: Uint8Array }>
    send(command: GetPublicKeyCommand): Promise<{ readonly PublicKey?: Uint8Array }>
  }
  export class SignCommand {
    readonly input: { readonly Message: Uint8Array }
    constructor(input: { readonly KeyId: string; readonly Message: Uint8Array; readonly SigningAlgorithm: string })
  }
  export class GetPublicKeyCommand {
    readonly input: { readonly KeyId: string }
    constructor(input: { readonly KeyId: string })
  }
}
