/** The viewer's permissions at the desk. */
export type DeskMay = {
  decide: boolean;
  write: boolean;
  resolve: boolean;
  images: boolean;
  links: boolean;
  assign: boolean;
  correct: boolean;
  override: boolean;
  takeEscalations: boolean;
};
