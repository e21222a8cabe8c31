import { isObject } from '../../json.ts'
import { type Answer, type Request, refusalAnswer } from '../answer.ts'
import { ApiError } from '../api/api-error.ts'
import { type TitleArea, titleArea } from '../card/title-area.ts'
import type { Google } from '../google.ts'
import { judgeSaveJwt, longestLinkToken, type SaveRequest } from './judge-jwt.ts'
import { errorPage, offerPage, savedPage } from './pages.ts'
import { save } from './save.ts'

/**
 * The page behind "Add to Google Wallet": `GET` judges the link and offers the pass, `POST` with an `account` saves it.
 * People get HTML, the virtual phone gets JSON.
 */
export async function answerSave(google: Google, request: Request, token: string): Promise<Answer> {
  const json = (request.headers.accept ?? '').includes('application/json')
  try {
    const wanted = await judgeToken(google, token)
    if (request.method === 'POST') {
      const account = accountIn(request)
      for (const { resource } of wanted.additions) await google.loadImages(resource)
      save(google, wanted, account)
      return json ? { status: 200, body: { account, objectIds: wanted.objectIds } } : savedPage(account)
    }
    return json ? { status: 200, body: { objectIds: wanted.objectIds } } : offerPage(titlesOf(google, wanted))
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return json ? refusalAnswer(error) : errorPage(error)
  }
}

/** A token of `jwt.insert`, else a JWT no longer than a link may be. */
async function judgeToken(google: Google, token: string): Promise<SaveRequest> {
  const objectIds = google.state.saveTokens.get(token)
  if (objectIds) return { additions: [], objectIds }
  if (token.length > longestLinkToken) {
    throw new ApiError(
      'invalidResource',
      `The JWT has ${token.length} characters; a link holds at most ${longestLinkToken}. Insert its resources first.`,
    )
  }
  return judgeSaveJwt(google, token)
}

/** @throws ApiError `badRequest` */
function accountIn({ headers, body }: Request): string {
  const text = body.toString('utf8')
  const account = headers['content-type']?.startsWith('application/json')
    ? accountInJson(text)
    : new URLSearchParams(text).get('account')
  if (typeof account === 'string' && /^[^@\s]+@[^@\s]+$/.test(account)) return account
  throw new ApiError('badRequest', 'account has to be the e-mail address of a Google account.')
}

function accountInJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value.account : undefined
  } catch {
    return undefined
  }
}

function titlesOf({ state }: Google, { additions, objectIds }: SaveRequest): readonly TitleArea[] {
  const inline = (id: unknown) => additions.find(({ resource }) => resource.id === id)?.resource
  return objectIds.map((id) => {
    const vertical =
      state.objects.get(id)?.vertical ?? additions.find(({ resource }) => resource.id === id)?.collection.vertical
    const object = state.objects.get(id)?.resource ?? inline(id) ?? {}
    const passClass = state.classes.get(String(object.classId))?.resource ?? inline(object.classId) ?? {}
    return titleArea({ vertical: vertical ?? 'generic', passClass, object }, 'en-US')
  })
}
