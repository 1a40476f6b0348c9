/** An Excel workbook of one sheet, headed by the first row. Every cell is text: no code loses its zero, no secret becomes a formula. */
export async function workbook(rows: readonly (readonly string[])[]): Promise<Blob> {
  const { default: write } = await import("write-excel-file/universal");
  const [head = []] = rows;
  const columns = head.map((_, at) => ({ width: Math.max(...rows.map((row) => row[at]?.length ?? 0)) + 2 }));
  const cells = rows.map((row, at) => {
    const font = at === 0 ? { fontWeight: "bold" as const } : {};
    return row.map((value) => ({ value, type: String, format: "@", ...font }));
  });
  return write(cells, { columns, stickyRowsCount: 1 }).toBlob();
}
