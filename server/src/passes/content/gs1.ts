/**
 * Whether a text is a number of GS1 of that many digits, the last of which is its check digit: with weights 3 and 1 in turn
 * from the right, all digits add up to a multiple of ten (*GS1 General Specifications* §7.9).
 */
export const isGs1 =
  (length: number) =>
  (text: string): boolean => {
    if (text.length !== length || !/^\d+$/.test(text)) return false
    const sum = [...text]
      .reverse()
      .reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3), 0)
    return sum % 10 === 0
  }
