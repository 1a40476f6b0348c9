/** Where a cell begins, or would in a spreadsheet that splits at other characters than the file was written with. */
const beginning = String.raw`((?:^|[,;])[\s"]*)`;
/** Full-width signs too: spreadsheets of Eastern Asia read them as the ordinary ones. */
const formula = String.raw`(?='*[=+\-@\uff1d\uff0b\uff0d\uff20])`;

/**
 * A spreadsheet runs what begins like a formula, so an apostrophe goes before it: `'=1+1`. Within a text, too: one that splits at commas
 * makes a cell of the end of `Anna,=1+1`, and quotation marks do not keep it from that, unless the cell is the first in its line.
 */
export const guarded = (text: string): string => text.replace(new RegExp(beginning + formula, "g"), "$1'");

/** Takes off the apostrophes of `guarded`. */
export const unguarded = (text: string): string => text.replace(new RegExp(`${beginning}'${formula}`, "g"), "$1");
