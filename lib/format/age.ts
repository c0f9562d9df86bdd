/** Returns the whole years from a date of birth, `YYYY-MM-DD`, to a moment; negative for a birth in the future. */
export function ageAt(dateOfBirth: string, now: Date): number {
  const years = now.getUTCFullYear() - Number(dateOfBirth.slice(0, 4));
  return now.toISOString().slice(5, 10) < dateOfBirth.slice(5) ? years - 1 : years;
}
