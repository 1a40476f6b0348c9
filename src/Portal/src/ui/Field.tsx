import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

/** A text field with its label, and, beneath, the fault that it has or the help that it needs. */
export function Field({ label, value, onInput, fault, help, type = "text", required = true, autoComplete = "off", inputMode, maxLength, children }: {
  label: string;
  value: string;
  onInput: (value: string) => void;
  fault?: string | undefined;
  help?: string;
  type?: "text" | "password" | "search";
  required?: boolean;
  autoComplete?: string;
  inputMode?: "numeric" | "text";
  maxLength?: number;
  children?: ComponentChildren;
}) {
  const id = useId();
  const hint = type === "search" ? help : undefined; // in the field: a phone has no room beneath it
  const about = fault ?? (hint ? undefined : help);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type={type}
        value={value}
        autoComplete={autoComplete}
        spellcheck={false}
        required={required}
        aria-required={required}
        aria-invalid={fault ? true : undefined}
        aria-describedby={about ? `${id}-about` : undefined}
        placeholder={hint}
        {...(inputMode ? { inputMode } : {})}
        {...(maxLength ? { maxLength } : {})}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      {about && (
        <small id={`${id}-about`} class={fault ? "fault" : undefined}>
          {about}
        </small>
      )}
      {children}
    </div>
  );
}
