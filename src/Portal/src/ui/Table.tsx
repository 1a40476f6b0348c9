import type { ComponentChildren, ComponentProps } from "preact";

export function Heading({ children, ...attributes }: ComponentProps<"th">) {
  return <th role="columnheader" scope="col" {...attributes}>{children}</th>;
}

/** The heading of a column that shows by itself what it is. */
export function UnseenHeading({ children }: { children: ComponentChildren }) {
  return <Heading><span class="unseen">{children}</span></Heading>;
}

/** A table that is drawn as cards on a phone: CSS takes the meaning from its parts, so each says its role. */
export function Table({ headings, children, ...attributes }: ComponentProps<"table"> & { headings: ComponentChildren }) {
  return (
    <table role="table" {...attributes}>
      <thead role="rowgroup"><tr role="row">{headings}</tr></thead>
      <tbody role="rowgroup">{children}</tbody>
    </table>
  );
}
