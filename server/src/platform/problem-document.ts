import Type from 'typebox'

/** The shape of every refusal in `/openapi.json` (RFC 9457). */
export const ProblemDocument = Type.Object(
  {
    type: Type.String({ format: 'uri', description: 'The page about this code.' }),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.String({ description: 'Stable: what a program may decide by.' }),
    detail: Type.String(),
    hint: Type.String(),
    requestId: Type.String(),
    errors: Type.Optional(
      Type.Array(
        Type.Object({ path: Type.String(), code: Type.String(), message: Type.String(), fix: Type.String() }),
        { description: 'Every place that is wrong.' },
      ),
    ),
  },
  { $id: 'Problem', description: 'Refused, or failed: a problem document, `application/problem+json`.' },
)
