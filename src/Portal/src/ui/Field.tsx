import type { ComponentChildren, ComponentProps } from "preact";
import { useId } from "preact/hooks";
import { useWords } from "../words/words";

interface About {
  label: string;
  fault?: string | undefined;
  help?: string;
}

/** A control with its label, and, beneath, the fault that it has or the help that it needs. */
export function Labelled({ label, fault, help, control, children }: About & {
  control: (attributes: { id: string; "aria-invalid": true | undefined; "aria-describedby": string | undefined }) => ComponentChildren;
  children?: ComponentChildren;
}) {
  const id = useId();
  const about = fault ?? help;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {control({ id, "aria-invalid": fault ? true : undefined, "aria-describedby": about ? `${id}-about` : undefined })}
      {about && <small id={`${id}-about`} class={fault ? "fault" : undefined}>{about}</small>}
      {children}
    </div>
  );
}

/** A text field. What helps to search stands in it: a phone has no room beneath. */
export function Field({ label, fault, help, onInput, type = "text", required = true, children, ...attributes }: About & {
  value: string;
  onInput: (value: string) => void;
  type?: "text" | "password" | "search";
  required?: boolean;
  autoComplete?: "off" | "new-password";
  inputMode?: "numeric";
  maxLength?: number;
  children?: ComponentChildren;
}) {
  return (
    <Labelled
      label={label}
      fault={fault}
      {...(help && type !== "search" ? { help } : {})}
      control={(described) => (
        <input
          autoComplete="off"
          {...described}
          {...attributes}
          type={type}
          placeholder={type === "search" ? help : undefined}
          required={required}
          aria-required={required}
          spellcheck={false}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
      )}
    >
      {children}
    </Labelled>
  );
}

/** For a list that is searched while one types. */
export function SearchField({ help, value, onInput }: { help: string; value: string; onInput: (value: string) => void }) {
  const words = useWords();
  return <Field type="search" label={words.clients.search} help={help} value={value} required={false} maxLength={100} onInput={onInput} />;
}

/** A box or a circle with what it means, and, beneath, what that brings. */
export function Tick({ text, help, type = "checkbox", onTick, ...attributes }: Omit<ComponentProps<"input">, "type"> & {
  text: ComponentChildren;
  help?: string | undefined;
  type?: "checkbox" | "radio";
  onTick: (ticked: boolean) => void;
}) {
  return (
    <label class="tick">
      <input {...attributes} type={type} onChange={(event) => onTick(event.currentTarget.checked)} />
      <span>
        {text}
        {help && <small>{help}</small>}
      </span>
    </label>
  );
}

interface Choosing<Value> extends Omit<ComponentProps<"select">, "value"> {
  options: readonly (readonly [value: Value, text: string])[];
  value: Value;
  onChoose: (value: Value) => void;
}

/** One of several, each by its value and what it is called. */
export function Select<Value extends string | number>({ options, value, onChoose, ...attributes }: Choosing<Value>) {
  return (
    <select
      {...attributes}
      value={value}
      onChange={(event) => {
        const chosen = options[event.currentTarget.selectedIndex];
        if (chosen) {
          onChoose(chosen[0]);
        }
      }}
    >
      {options.map(([option, text]) => <option key={option} value={option}>{text}</option>)}
    </select>
  );
}

export function LabelledSelect<Value extends string | number>({ text, class: kind, ...select }: Choosing<Value> & { text: string }) {
  return <label class={kind}>{text} <Select {...select} /></label>;
}
