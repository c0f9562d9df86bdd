/** Whole years between a day of birth, `YYYY-MM-DD`, and a moment; one in the future makes them negative. */
export function ageAt(dateOfBirth: string, now: Date): number {
  const years = now.getUTCFullYear() - Number(dateOfBirth.slice(0, 4));
  return now.toISOString().slice(5, 10) < dateOfBirth.slice(5) ? years - 1 : years;
}
