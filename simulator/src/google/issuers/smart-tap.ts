import { isObject, type JsonObject } from '../../json.ts'
import { ApiError } from '../api/api-error.ts'
import { checkBody } from '../check/check.ts'
import type { Call } from '../resources/call.ts'

/** Takes what a Smart Tap terminal has read, and gives it back. @throws ApiError */
export function insertSmartTap({ google: { state }, body }: Call): JsonObject {
  const smartTap = checkBody('SmartTap', body)
  const known = [...state.issuers.values()].some(({ resource }) => {
    const { smartTapMerchantData: data } = resource
    return isObject(data) && data.smartTapMerchantId === smartTap.merchantId
  })
  if (known) return smartTap
  throw new ApiError(
    'invalidResource',
    `Invalid merchantId: ${smartTap.merchantId} is not the collector id of an issuer.`,
  )
}
