import { type CommunitySnapshot, SCOPES, type Scope } from '@cozy/protocol';
import { For, Show } from 'solid-js';
import { SelectField } from '../SelectField/SelectField.tsx';
import { Switch } from '../Switch/Switch.tsx';
import './GrantFields.css';

const RISKS = { low: 'Low risk', medium: 'Medium risk', high: 'High risk' } as const;

/** What a bot asks for, each to be granted or not, with what can come of it. */
export function ScopeFields(props: {
  asked: readonly Scope[];
  granted: readonly Scope[];
  /** Of an installed bot: what it has been granted before; what it asks for beyond is marked as new. */
  before?: readonly Scope[] | undefined;
  onChange: (granted: Scope[]) => void;
}) {
  const toggle = (scope: Scope, on: boolean) =>
    props.onChange(props.asked.filter((one) => (one === scope ? on : props.granted.includes(one))));
  return (
    <fieldset class="grants">
      <legend class="field-label">What it may do</legend>
      <For each={props.asked} fallback={<p class="field-hint">It asks for nothing.</p>}>
        {(scope) => (
          <div class="grant">
            <Switch
              label={SCOPES[scope].doc}
              hint={scope}
              checked={props.granted.includes(scope)}
              onChange={(on) => toggle(scope, on)}
            />
            <p class="grant-marks">
              <span class="grant-risk" data-risk={SCOPES[scope].risk}>
                {RISKS[SCOPES[scope].risk]}
              </span>
              <Show when={props.before && !props.before.includes(scope)}>
                <span class="grant-new">New</span>
              </Show>
            </p>
          </div>
        )}
      </For>
    </fieldset>
  );
}

/** The channels that a bot may see: all that its roles let it see, or some. */
export function ChannelFields(props: {
  community: CommunitySnapshot;
  /** null for all. */
  channels: readonly string[] | null;
  onChange: (channels: string[] | null) => void;
}) {
  const choices = () => props.community.channels.filter(({ type }) => type !== 'category');
  const toggle = (id: string, on: boolean) =>
    props.onChange(
      choices().flatMap((one) => ((one.id === id ? on : props.channels?.includes(one.id)) ? [one.id] : [])),
    );
  return (
    <div class="grants">
      <SelectField
        label="Channels that it may see"
        value={props.channels ? 'some' : 'all'}
        options={[
          { value: 'all', text: 'All that its roles let it see' },
          { value: 'some', text: 'Only those I choose' },
        ]}
        onChange={(value) => props.onChange(value === 'all' ? null : [])}
      />
      <Show when={props.channels}>
        {(channels) => (
          <For each={choices()}>
            {(channel) => (
              <Switch
                label={channel.name}
                checked={channels().includes(channel.id)}
                onChange={(on) => toggle(channel.id, on)}
              />
            )}
          </For>
        )}
      </Show>
    </div>
  );
}
