import { barcode, type Cases, describeCases, parameters, rotating } from '../testing/issue-cases.ts'

const cases: Cases = [
  [
    'BARCODE_VALUE_INVALID',
    {
      of: 'offer object',
      wrong: barcode({ type: 'EAN_13', value: 'A123' }),
      right: barcode({ type: 'EAN_13', value: '4006381333931' }),
      path: 'barcode.value',
    },
  ],
  [
    'BARCODE_VALUE_INVALID',
    {
      of: 'offer object',
      wrong: barcode({ type: 'UPC_A', value: '036000291453' }),
      right: barcode({ type: 'UPC_A', value: '036000291452' }),
      path: 'barcode.value',
    },
  ],
  [
    'BARCODE_VALUE_INVALID',
    {
      of: 'offer object',
      wrong: barcode({ type: 'CODE_39', value: 'abc' }),
      right: barcode({ type: 'CODE_39', value: 'ABC-1' }),
      path: 'barcode.value',
    },
  ],
  [
    'BARCODE_VALUE_INVALID',
    {
      of: 'offer object',
      wrong: barcode({ type: 'CODE_128', value: 'Zürich' }),
      right: barcode({ type: 'AZTEC', value: 'Zürich' }),
      path: 'barcode.value',
    },
  ],
  [
    'BARCODE_VALUE_INVALID',
    {
      of: 'offer object',
      wrong: barcode({ type: 'codabar', value: 'A12X' }),
      right: barcode({ type: 'CODABAR', value: 'A12B' }),
      path: 'barcode.value',
    },
  ],
  [
    'BARCODE_TEXT_NOT_ALLOWED',
    {
      of: 'offer object',
      wrong: barcode({ type: 'TEXT_ONLY', alternateText: 'A' }),
      right: barcode({ type: 'TEXT_ONLY' }),
      path: 'barcode.alternateText',
    },
  ],
  [
    'RENDER_ENCODING_NOT_ALLOWED',
    {
      of: 'offer object',
      wrong: barcode({ type: 'AZTEC', renderEncoding: 'UTF_8' }),
      right: barcode({ type: 'QR_CODE', renderEncoding: 'UTF_8' }),
      path: 'barcode.renderEncoding',
    },
  ],
  [
    'ROTATING_TYPE_NOT_ALLOWED',
    {
      of: 'offer object',
      wrong: rotating({ type: 'AZTEC' }),
      right: rotating({ type: 'PDF_417' }),
      path: 'rotatingBarcode.type',
    },
  ],
  [
    'ROTATING_PATTERN_INVALID',
    {
      of: 'offer object',
      wrong: rotating({ valuePattern: '{totp_value_0}{totp_value_1}' }),
      right: rotating({ valuePattern: '{totp_value_0}{totp_value_1}' }, { parameters: [parameters, parameters] }),
      path: 'rotatingBarcode.valuePattern',
    },
  ],
  [
    'ROTATING_PATTERN_INVALID',
    {
      of: 'offer object',
      wrong: rotating({ valuePattern: '{totp_value_0}{totp_timestamp}' }),
      right: rotating({ valuePattern: '{totp_value_0}{totp_timestamp_millis}{other}' }),
      path: 'rotatingBarcode.valuePattern',
    },
  ],
  [
    'ROTATING_PATTERN_STATIC',
    {
      of: 'offer object',
      wrong: rotating({ valuePattern: 'always the same' }),
      right: rotating({ valuePattern: '{totp_timestamp_seconds}' }, { parameters: [] }),
      path: 'rotatingBarcode.valuePattern',
    },
  ],
  [
    'ROTATING_PARAMETER_UNUSED',
    {
      of: 'offer object',
      wrong: rotating({}, { parameters: [parameters, parameters] }),
      right: rotating({}),
      path: 'rotatingBarcode.totpDetails.parameters[1]',
    },
  ],
  [
    'ROTATING_KEY_INVALID',
    {
      of: 'offer object',
      wrong: rotating({}, { parameters: [{ key: 'GEZDGNBVGY3TQOJQ', valueLength: 8 }] }),
      right: rotating({}),
      path: 'rotatingBarcode.totpDetails.parameters[0].key',
    },
  ],
  [
    'ROTATING_KEY_SHORT',
    {
      of: 'offer object',
      wrong: rotating({}, { parameters: [{ key: '31'.repeat(15), valueLength: 8 }] }),
      right: rotating({}, { parameters: [{ key: '31'.repeat(16), valueLength: 8 }] }),
      path: 'rotatingBarcode.totpDetails.parameters[0].key',
    },
  ],
  [
    'ROTATING_LENGTH_UNUSUAL',
    {
      of: 'offer object',
      wrong: rotating({}, { parameters: [{ ...parameters, valueLength: 4 }] }),
      right: rotating({}, { parameters: [{ ...parameters, valueLength: 10 }] }),
      path: 'rotatingBarcode.totpDetails.parameters[0].valueLength',
    },
  ],
  [
    'ROTATING_VALUES_NOT_ALLOWED',
    {
      of: 'offer object',
      wrong: {
        rotatingBarcode: {
          type: 'QR_CODE',
          initialRotatingBarcodeValues: { startDateTime: '2027-03-05T00:00:00Z', periodMillis: 1000, values: ['a'] },
        },
      },
      right: rotating({}),
      path: 'rotatingBarcode.initialRotatingBarcodeValues',
    },
  ],
]

describeCases(cases)
