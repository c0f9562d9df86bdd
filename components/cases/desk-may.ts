/** The viewer's permissions at the desk. */
export type DeskMay = {
  decide: boolean;
  write: boolean;
  resolve: boolean;
  /** Whether they may run a screening check, and load the lists that it needs. */
  screen: boolean;
  loadLists: boolean;
  images: boolean;
  links: boolean;
  assign: boolean;
  correct: boolean;
  override: boolean;
  takeEscalations: boolean;
};
