import { judgeLog } from './answers.ts'
import { logRequest } from './requests.ts'
import { type Session, sendAndTell } from './session.ts'

/** iOS sends no more lines than this at once. */
const linesAtOnce = 50

/**
 * Sends the complaints that web services have not heard yet to their `/v1/log` (Apple, *Log a Message*), one merged
 * message each; what is not answered with 200 is sent again next time.
 */
export async function sendComplaints(session: Session): Promise<void> {
  const { wallet } = session
  const webServices = new Set(wallet.state.complaints.filter(({ sent }) => !sent).map(({ webService }) => webService))
  for (const webService of webServices) {
    const unsent = wallet.state.complaints.filter((complaint) => !complaint.sent && complaint.webService === webService)
    const merged = new Set(unsent.slice(0, linesAtOnce))
    const lines = [...merged].map((complaint) => complaint.line)
    const answer = await sendAndTell(session, logRequest(webService, lines))
    if ('failure' in answer || !('accepted' in judgeLog(answer))) continue
    const complaints = wallet.state.complaints.map((complaint) =>
      merged.has(complaint) ? { ...complaint, sent: true } : complaint,
    )
    await wallet.save({ ...wallet.state, complaints })
  }
}
