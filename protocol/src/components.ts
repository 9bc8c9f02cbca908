import { type Static, Type } from '@sinclair/typebox';
import { Snowflake } from './ids.ts';
import { LIMITS } from './limits.ts';
import { Line, OptionalText } from './text.ts';

/** What a component is, Discord's numbers. */
export const COMPONENTS = {
  ACTION_ROW: 1,
  BUTTON: 2,
  STRING_SELECT: 3,
  TEXT_INPUT: 4,
  USER_SELECT: 5,
  ROLE_SELECT: 6,
  MENTIONABLE_SELECT: 7,
  CHANNEL_SELECT: 8,
} as const;

/** How a button looks, Discord's numbers. A link leads to its `url` and makes no interaction. */
export const BUTTON_STYLES = { PRIMARY: 1, SECONDARY: 2, SUCCESS: 3, DANGER: 4, LINK: 5 } as const;

export const CustomId = Line(LIMITS.customIdLength, "The bot's own name for a component or modal");

export const SelectOption = Type.Object(
  {
    label: Line(LIMITS.choiceLength),
    value: Line(LIMITS.choiceLength, "The bot's own name for it"),
    description: Type.Optional(Line(LIMITS.choiceLength)),
    default: Type.Optional(Type.Boolean({ description: 'Whether it is chosen at first' })),
  },
  { $id: 'SelectOption' },
);
export type SelectOption = Static<typeof SelectOption>;

// One flat shape for all, because not every language's decoder can choose between shapes without names. What belongs
// together is checked by core/src/interactions/componentFault.ts.
export const Component = Type.Object(
  {
    type: Type.Union(
      [
        Type.Literal(2),
        Type.Literal(3),
        Type.Literal(4),
        Type.Literal(5),
        Type.Literal(6),
        Type.Literal(7),
        Type.Literal(8),
      ],
      {
        description:
          '2 button, 3 string select, 4 text input of a modal, 5 user, 6 role, 7 user or role, 8 channel select',
      },
    ),
    custom_id: Type.Optional(CustomId),
    style: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 5,
        description:
          'Of a button: 1 primary, 2 secondary, 3 success, 4 danger, 5 link. Of a text input: 1 a line, 2 a paragraph',
      }),
    ),
    label: Type.Optional(Line(LIMITS.buttonLabelLength, 'Of a button or text input')),
    emoji: Type.Optional(Type.Object({ name: Line(64, 'One Unicode emoji') }, { description: 'Of a button' })),
    url: Type.Optional(
      Type.String({ maxLength: 512, pattern: '^https?://[^\\s]+$', description: 'Of a button that is a link' }),
    ),
    disabled: Type.Optional(Type.Boolean()),
    options: Type.Optional(
      Type.Array(SelectOption, { minItems: 1, maxItems: LIMITS.optionChoices, description: 'Of a string select' }),
    ),
    placeholder: Type.Optional(Line(LIMITS.placeholderLength)),
    min_values: Type.Optional(Type.Integer({ minimum: 0, maximum: LIMITS.optionChoices, description: '1 by default' })),
    max_values: Type.Optional(Type.Integer({ minimum: 1, maximum: LIMITS.optionChoices, description: '1 by default' })),
    min_length: Type.Optional(Type.Integer({ minimum: 0, maximum: LIMITS.textInputLength })),
    max_length: Type.Optional(Type.Integer({ minimum: 1, maximum: LIMITS.textInputLength })),
    required: Type.Optional(Type.Boolean({ description: 'Of a text input; it is, by default' })),
    value: Type.Optional(OptionalText(LIMITS.textInputLength, 'What stands in a text input at first')),
  },
  { $id: 'Component', additionalProperties: false, description: 'A button, select or text input' },
);
export type Component = Static<typeof Component>;

export const ActionRow = Type.Object(
  {
    type: Type.Literal(1),
    components: Type.Array(Component, { minItems: 1, maxItems: LIMITS.rowComponents }),
  },
  {
    $id: 'ActionRow',
    additionalProperties: false,
    description: 'Up to five buttons, or one select, or one text input',
  },
);
export type ActionRow = Static<typeof ActionRow>;

export const ActionRows = Type.Array(ActionRow, { maxItems: LIMITS.componentRows });

/** Of a message that answers an interaction: what was called and by whom. */
export const MessageInteraction = Type.Object(
  {
    id: Snowflake,
    name: Type.String({ maxLength: LIMITS.commandNameLength, description: 'Of the command; empty for a component' }),
    user_id: Snowflake,
  },
  { $id: 'MessageInteraction' },
);
export type MessageInteraction = Static<typeof MessageInteraction>;
