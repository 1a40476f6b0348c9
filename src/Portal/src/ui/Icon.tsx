const paths = {
  drivers: "M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM2 21v-1a6 6 0 0 1 6-6h2a6 6 0 0 1 6 6v1M16 3.2a4 4 0 0 1 0 7.6M18 14.4a6 6 0 0 1 4 5.6v1",
  events: "M12 7v5l3 2M21 12a9 9 0 1 1-9-9 9 9 0 0 1 9 9Z",
  users: "M12 3 4 6v6c0 5 3.5 8 8 9 4.5-1 8-4 8-9V6l-8-3Zm-3 9 2 2 4-4",
  rides: "M5 17a2 2 0 1 0 4 0 2 2 0 0 0-4 0Zm10 0a2 2 0 1 0 4 0 2 2 0 0 0-4 0ZM5 17H3v-5l2-5h11l5 5v5h-2m-4 0H9M3 12h18M11 7v5",
  settings: "M4 7h10m4 0h2M4 17h2m4 0h10M16 9a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM8 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z",
  plus: "M12 5v14M5 12h14",
  download: "M12 4v11m-4-4 4 4 4-4M4 20h16",
  more: "M11.35 6h1.3m-1.3 6h1.3m-1.3 6h1.3M12 5.35v1.3m0 4.7v1.3m0 4.7v1.3",
  home: "M4 11 12 4l8 7M6 9.5V20h12V9.5",
  building: "M5 21V4h9v17M14 9h5v12M3 21h18M8 8h3M8 12h3M8 16h3",
  alert: "M12 8v5m0 3.5h.01M10.3 4 2.6 18a2 2 0 0 0 1.7 3h15.4a2 2 0 0 0 1.7-3L13.7 4a2 2 0 0 0-3.4 0Z",
} as const;

export type IconName = keyof typeof paths;

/** Stands beside words, never instead of them. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" width="1.25em" height="1.25em" aria-hidden="true">
      <path d={paths[name]} fill="none" stroke="currentcolor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" />
    </svg>
  );
}
