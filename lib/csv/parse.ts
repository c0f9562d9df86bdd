import { AppError } from "@/lib/platform/errors";

/** One row of a CSV file, with the line that it begins on. */
export type CsvRow = { line: number; cells: string[] };

/** No list has more columns. */
const mostCells = 200;

const refuse = (line: number, message: string): never => {
  throw new AppError("validation_error", `Line ${line}: ${message}.`, {
    fields: [{ field: `line ${line}`, message }],
  });
};

/**
 * Reads CSV by RFC 4180: cells in quotes may contain separators, line breaks and doubled quotes. Lines end with CRLF,
 * LF or CR; empty lines are skipped. The separator is a semicolon if the first line has one and no comma, as in files
 * of the European Union. Reads in one pass.
 * @param mostRows a file with more rows is refused before it fills the memory
 * @throws AppError validation_error naming the line of a quote that is not closed, or that stands within a cell; or
 * when there are too many rows or cells
 */
export function parseCsv(text: string, mostRows: number): CsvRow[] {
  const source = text.startsWith("\uFEFF") ? text.slice(1) : text;
  const [head = ""] = source.split(/[\r\n]/, 1);
  const separator = head.includes(";") && !head.includes(",") ? ";" : ",";
  const rows: CsvRow[] = [];
  let [at, line] = [0, 1];
  while (at < source.length) {
    const row: CsvRow = { line, cells: [] };
    for (;;) {
      const read = source[at] === '"' ? quoted(source, at, line) : plain(source, at, separator, line);
      row.cells.push(read.cell);
      if (row.cells.length > mostCells) refuse(line, `more than ${mostCells} cells`);
      line += read.lines;
      at = read.end;
      const next = source[at];
      if (next !== separator) {
        if (next !== undefined && next !== "\r" && next !== "\n") refuse(line, "text after a closing quote");
        break;
      }
      at++;
    }
    at += source.startsWith("\r\n", at) ? 2 : 1;
    line++;
    if (row.cells.some((cell) => cell !== "")) rows.push(row);
    if (rows.length > mostRows) refuse(row.line, `more than ${mostRows} rows`);
  }
  return rows;
}

type Read = { cell: string; end: number; lines: number };

function plain(source: string, from: number, separator: string, line: number): Read {
  let end = from;
  for (; end < source.length; end++) {
    const sign = source[end];
    if (sign === separator || sign === "\r" || sign === "\n") break;
    if (sign === '"') refuse(line, "a quote within a cell without quotes");
  }
  return { cell: source.slice(from, end), end, lines: 0 };
}

function quoted(source: string, from: number, line: number): Read {
  const parts: string[] = [];
  let at = from + 1;
  for (;;) {
    const close = source.indexOf('"', at);
    if (close < 0) return refuse(line, "a quote is not closed");
    parts.push(source.slice(at, close));
    at = close + 1;
    if (source[at] !== '"') break;
    at++;
  }
  const cell = parts.join('"');
  return { cell, end: at, lines: cell.split(/\r\n|\r|\n/).length - 1 };
}
