/** What a device is told, by the names of RFC 8414 and RFC 6749. */
export interface DeviceConfiguration {
  tokenEndpoint: string;
  clientId: string;
  clientSecret: string;
}

/** The JSON text of the QR code on the sheet. */
export function deviceConfiguration({ tokenEndpoint, clientId, clientSecret }: DeviceConfiguration): string {
  return JSON.stringify({ token_endpoint: tokenEndpoint, client_id: clientId, client_secret: clientSecret });
}

/** The dark modules as an SVG path in units of one module, `size` of them a side. The reader needs four light ones around it. */
export async function qrSvgPath(text: string): Promise<{ size: number; path: string }> {
  const { encode } = await import("uqr");
  const { size, data } = encode(text, { ecc: "M", border: 0 });
  return { size, path: data.map(pathOfRow).join("") };
}

function pathOfRow(row: readonly boolean[], y: number): string {
  let path = "";
  for (let from = row.indexOf(true); from >= 0;) {
    const light = row.indexOf(false, from);
    const to = light < 0 ? row.length : light;
    path += `M${from} ${y}h${to - from}v1h${from - to}z`;
    from = row.indexOf(true, to);
  }
  return path;
}
