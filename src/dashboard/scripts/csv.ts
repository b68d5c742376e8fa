import { decimalComma } from './texts.ts';

export type Cell = string | number | null;

const most = 4;

/**
 * A table as a spreadsheet of the page's language reads it: German, French and Dutch ones separate cells by semicolons and write
 * decimals after a comma. RFC 4180 otherwise, with the byte order mark that Excel needs to see UTF-8. The numbers of a column have
 * one number of decimals, at most four.
 */
export function csv(columns: string[], rows: Cell[][]): Blob {
  const decimals = columns.map((_, at) => Math.max(0, ...rows.map(row => decimalsOf(row[at]!))));
  const separator = decimalComma() ? ';' : ',';
  const lines = [columns, ...rows].map(row => row.map((cell, at) => written(cell, decimals[at]!)).join(separator) + '\r\n');
  return new Blob(['\ufeff', ...lines], { type: 'text/csv;charset=utf-8' });
}

function decimalsOf(cell: Cell): number {
  if (typeof cell !== 'number') return 0;
  return cell.toFixed(most).replace(/\.?0+$/, '').split('.')[1]?.length ?? 0;
}

function written(cell: Cell, decimals: number): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return decimalComma() ? cell.toFixed(decimals).replace('.', ',') : cell.toFixed(decimals);
  // Names come from whoever sends statistics: a spreadsheet must not take one for a formula.
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",;\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function save(content: Blob, file: string) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
