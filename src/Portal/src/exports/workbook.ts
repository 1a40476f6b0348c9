/** An Excel workbook of one sheet: every cell is text, so that no code loses its zero and no secret becomes a formula. The first row is the head. */
export async function workbook(rows: readonly (readonly string[])[]): Promise<Blob> {
  const { default: write } = await import("write-excel-file/universal");
  const [head = []] = rows;
  const columns = head.map((_, at) => ({ width: Math.max(...rows.map((row) => row[at]?.length ?? 0)) + 2 }));
  const cells = rows.map((row, at) => row.map((value) => ({ value, type: String, format: "@", ...(at === 0 ? { fontWeight: "bold" as const } : {}) })));
  return write(cells, { columns, stickyRowsCount: 1 }).toBlob();
}
