/** The records of a zip archive: signatures and sizes (PKWARE, *APPNOTE* §4.3). */
export const localHeader = { signature: 0x04034b50, bytes: 30 } as const
export const centralRecord = { signature: 0x02014b50, bytes: 46 } as const
export const endRecord = { signature: 0x06054b50, bytes: 22, maxCommentBytes: 0xffff } as const

export const flag = {
  encrypted: 0x0001,
  dataDescriptor: 0x0008,
  strongEncryption: 0x0040,
  utf8Names: 0x0800,
  maskedHeaders: 0x2000,
} as const

export const method = { stored: 0, deflated: 8 } as const
