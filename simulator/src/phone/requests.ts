import { webServiceAddress } from './urls.ts'

/**
 * The six requests that a phone sends to a pass web service (Apple, *Adding a Web Service to Update Passes*). Register,
 * unregister and get are authorised by the pass's token; list, personalize and log carry no authorisation.
 */
export interface WebServiceRequest {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/** A pass as its web service knows it. */
export interface RegisteredPass {
  readonly webService: string
  readonly authenticationToken: string
  readonly passTypeIdentifier: string
  readonly serialNumber: string
}

/** passd of iOS 16.6 names itself so; the rest is what its networking adds to every request. */
const commonHeaders = {
  'User-Agent': 'passd/1.0 CFNetwork/1410.0.3 Darwin/22.6.0',
  Accept: '*/*',
  'Accept-Language': 'en-US,en;q=0.9',
  'Accept-Encoding': 'gzip, deflate, br',
} as const
const jsonBody = { 'Content-Type': 'application/json' } as const

export function registerRequest(
  pass: RegisteredPass,
  device: { readonly deviceLibraryIdentifier: string; readonly pushToken: string },
): WebServiceRequest {
  return {
    method: 'POST',
    url: registrationAddress(pass, device.deviceLibraryIdentifier),
    headers: { ...commonHeaders, ...authorization(pass), ...jsonBody },
    body: JSON.stringify({ pushToken: device.pushToken }),
  }
}

export function unregisterRequest(pass: RegisteredPass, deviceLibraryIdentifier: string): WebServiceRequest {
  return {
    method: 'DELETE',
    url: registrationAddress(pass, deviceLibraryIdentifier),
    headers: { ...commonHeaders, ...authorization(pass) },
  }
}

/** Asks which passes of a type have changed since `tag`, or which there are if the phone has no tag yet. */
export function listRequest(
  webService: string,
  deviceLibraryIdentifier: string,
  passTypeIdentifier: string,
  tag: string | undefined,
): WebServiceRequest {
  const components = ['devices', deviceLibraryIdentifier, 'registrations', passTypeIdentifier]
  return { method: 'GET', url: webServiceAddress(webService, components, tag), headers: commonHeaders }
}

/** Asks for a pass; `lastModified` is the header of that name from the last answer, sent back letter by letter. */
export function getRequest(pass: RegisteredPass, lastModified: string | null): WebServiceRequest {
  return {
    method: 'GET',
    url: webServiceAddress(pass.webService, ['passes', pass.passTypeIdentifier, pass.serialNumber]),
    headers: {
      ...commonHeaders,
      ...authorization(pass),
      ...(lastModified !== null && { 'If-Modified-Since': lastModified }),
    },
  }
}

/** Sends what a holder filled in, with a token for the web service to sign. */
export function personalizeRequest(
  pass: RegisteredPass,
  personalizationToken: string,
  requiredPersonalizationInfo: Readonly<Record<string, string>>,
): WebServiceRequest {
  const components = ['passes', pass.passTypeIdentifier, pass.serialNumber, 'personalize']
  return {
    method: 'POST',
    url: webServiceAddress(pass.webService, components),
    headers: { ...commonHeaders, ...jsonBody },
    body: JSON.stringify({ personalizationToken, requiredPersonalizationInfo }),
  }
}

export function logRequest(webService: string, logs: readonly string[]): WebServiceRequest {
  return {
    method: 'POST',
    url: webServiceAddress(webService, ['log']),
    headers: { ...commonHeaders, ...jsonBody },
    body: JSON.stringify({ logs }),
  }
}

function registrationAddress(pass: RegisteredPass, deviceLibraryIdentifier: string): string {
  const components = ['devices', deviceLibraryIdentifier, 'registrations', pass.passTypeIdentifier, pass.serialNumber]
  return webServiceAddress(pass.webService, components)
}

function authorization(pass: RegisteredPass) {
  return { Authorization: `ApplePass ${pass.authenticationToken}` }
}
