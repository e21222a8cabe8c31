import Type from 'typebox'

const asset = {
  id: Type.String({ description: 'What content names in `images`: the SHA-256 of the PNG, in hex.' }),
  url: Type.String({ format: 'uri', description: 'Where everybody can see it, for ever.' }),
  width: Type.Integer({ description: 'Pixels.' }),
  height: Type.Integer({ description: 'Pixels.' }),
  sizeBytes: Type.Integer(),
  warnings: Type.Array(
    Type.Object({ code: Type.String({ description: '`image_animated`' }), message: Type.String(), fix: Type.String() }),
    { description: 'What of the upload was not kept; empty if nothing worth a word.' },
  ),
}
export const NewAsset = Type.Object(asset, { description: 'It is kept now.' })
export const KnownAsset = Type.Object(asset, { description: 'It is there already.' })

/** The body is the image itself. What it is, its first bytes say, and no schema. */
export const ImageBody = {
  content: Object.fromEntries(
    ['image/png', 'image/jpeg', 'image/webp'].map((type) => [type, { schema: { description: 'The image itself.' } }]),
  ),
}

/** An image as everybody sees it, and the word that a cache has it already. */
export const SameImage = Type.Unsafe<undefined>(Type.Null({ description: 'It is as it was.' }))
export const ImageAnswer = {
  description: 'The image.',
  content: { 'image/png': { schema: Type.Unsafe<Buffer>(Type.String({ format: 'binary' })) } },
}

export const AssetFile = Type.Object({ file: Type.String({ description: '`<id>.png`, or `<id>-<shape>.png`' }) })
