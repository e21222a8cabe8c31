/** Something that Google Wallet cannot show of a revision as its author means it. Codes are stable. */
export interface GoogleLoss {
  readonly code: LossCode
  /** JSON Pointer (RFC 6901) into the revision. */
  readonly path: string
  readonly message: string
  /** What can be done about it, if anything. */
  readonly fix?: string
}

export type LossCode =
  // what a class says alike for all passes
  | 'class_text'
  | 'class_look'
  | 'flight_as_generic'
  | 'further_legs'
  // the face
  | 'text_color'
  | 'alignment'
  | 'image'
  | 'logo_text'
  | 'front_full'
  | 'text_cut'
  | 'not_shown'
  // fields
  | 'date_as_text'
  | 'relative_date'
  | 'number_in_words'
  | 'detection'
  // the rest
  | 'relevant_date'
  | 'location'
  | 'venue_address'
  | 'card_number'
  | 'barcode_encoding'
  | 'barcode_format'
  | 'apple_only'
  | 'google_schedule_too_fast'
