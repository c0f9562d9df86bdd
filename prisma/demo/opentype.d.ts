declare module "opentype.js" {
  /** One drawing command of an outline, with the letters of SVG path data. */
  export type PathCommand =
    | { type: "M" | "L"; x: number; y: number }
    | { type: "Q"; x1: number; y1: number; x: number; y: number }
    | { type: "C"; x1: number; y1: number; x2: number; y2: number; x: number; y: number }
    | { type: "Z" };

  /** An outline. */
  export type Path = { commands: readonly PathCommand[] };

  /** A parsed font. */
  export type Font = {
    unitsPerEm: number;
    charToGlyphIndex(char: string): number;
    getAdvanceWidth(text: string, size: number, options?: { letterSpacing?: number }): number;
    getPath(text: string, x: number, y: number, size: number, options?: { letterSpacing?: number }): Path;
  };

  /** The package is CommonJS, so Node offers its functions on the default import only. */
  const opentype: {
    /** Read a font from the bytes of a TrueType or OpenType file. */
    parse(data: ArrayBuffer): Font;
    /** An outline that is drawn. */
    Path: new () => Path & {
      moveTo(x: number, y: number): void;
      lineTo(x: number, y: number): void;
      close(): void;
    };
    Glyph: new (facts: { name: string; unicode?: number; advanceWidth: number; path: Path }) => object;
    /** A font that is made. */
    Font: new (
      facts: object,
    ) => { toArrayBuffer(): ArrayBuffer };
  };
  export default opentype;
}
