import { type Static, Type } from '@sinclair/typebox';
import { ActionRows, CustomId } from './components.ts';
import { Snowflake, snowflakeOf } from './ids.ts';
import { LIMITS } from './limits.ts';
import { Message } from './messages.ts';
import { Channel, Member, Role, User } from './objects.ts';
import { PermissionSet } from './permissions.ts';
import { Line, OptionalText } from './text.ts';

/** Stands for the bot of the commands that Cozy itself carries out. */
export const BUILT_IN_APPLICATION = '100000000000000000';

/** Where a command is offered, Discord's numbers: in the composer, at a person, at a message. */
export const COMMAND_TYPES = { CHAT_INPUT: 1, USER: 2, MESSAGE: 3 } as const;

/** What an option takes, Discord's numbers. */
export const OPTION_TYPES = {
  SUBCOMMAND: 1,
  STRING: 3,
  INTEGER: 4,
  BOOLEAN: 5,
  USER: 6,
  CHANNEL: 7,
  ROLE: 8,
  NUMBER: 10,
} as const;

/** What an interaction is, Discord's numbers. */
export const INTERACTION_TYPES = { COMMAND: 2, COMPONENT: 3, AUTOCOMPLETE: 4, MODAL: 5 } as const;

/** How a bot answers, Discord's numbers. */
export const CALLBACK_TYPES = {
  MESSAGE: 4,
  DEFERRED_MESSAGE: 5,
  DEFERRED_UPDATE: 6,
  UPDATE_MESSAGE: 7,
  AUTOCOMPLETE_RESULT: 8,
  MODAL: 9,
} as const;

const Locales = (length: number) =>
  Type.Optional(
    Type.Record(Type.String({ pattern: '^[a-z]{2}(-[A-Z]{2}|-419)?$' }), Line(length), {
      maxProperties: LIMITS.locales,
      description: 'By locale, such as de or pt-BR',
    }),
  );

const Name = Line(LIMITS.commandNameLength, 'Lower-case letters, digits, - and _');
const Description = Line(LIMITS.commandDescriptionLength);
const ChoiceValue = Type.Union([Type.String({ maxLength: LIMITS.choiceLength }), Type.Number()]);

export const OptionChoice = Type.Object(
  { name: Line(LIMITS.choiceLength), name_localizations: Locales(LIMITS.choiceLength), value: ChoiceValue },
  { $id: 'OptionChoice', additionalProperties: false },
);
export type OptionChoice = Static<typeof OptionChoice>;

const optionFields = {
  name: Name,
  name_localizations: Locales(LIMITS.commandNameLength),
  description: Description,
  description_localizations: Locales(LIMITS.commandDescriptionLength),
  required: Type.Optional(Type.Boolean({ description: 'Those that are stand first' })),
  choices: Type.Optional(Type.Array(OptionChoice, { minItems: 1, maxItems: LIMITS.optionChoices })),
  min_value: Type.Optional(Type.Number()),
  max_value: Type.Optional(Type.Number()),
  min_length: Type.Optional(Type.Integer({ minimum: 0, maximum: LIMITS.optionValueLength })),
  max_length: Type.Optional(Type.Integer({ minimum: 1, maximum: LIMITS.optionValueLength })),
  autocomplete: Type.Optional(Type.Boolean({ description: 'Whether the bot is asked for choices while one types' })),
};

export const CommandArgument = Type.Object(
  {
    type: Type.Union(
      [
        Type.Literal(3),
        Type.Literal(4),
        Type.Literal(5),
        Type.Literal(6),
        Type.Literal(7),
        Type.Literal(8),
        Type.Literal(10),
      ],
      { description: '3 string, 4 integer, 5 boolean, 6 user, 7 channel, 8 role, 10 number' },
    ),
    ...optionFields,
  },
  { $id: 'CommandArgument', additionalProperties: false, description: 'An option that takes a value' },
);
export type CommandArgument = Static<typeof CommandArgument>;

export const CommandOption = Type.Object(
  {
    type: Type.Union(
      [
        Type.Literal(1),
        Type.Literal(3),
        Type.Literal(4),
        Type.Literal(5),
        Type.Literal(6),
        Type.Literal(7),
        Type.Literal(8),
        Type.Literal(10),
      ],
      { description: '1 subcommand, 3 string, 4 integer, 5 boolean, 6 user, 7 channel, 8 role, 10 number' },
    ),
    ...optionFields,
    options: Type.Optional(
      Type.Array(CommandArgument, { maxItems: LIMITS.commandOptions, description: 'Of a subcommand' }),
    ),
  },
  { $id: 'CommandOption', additionalProperties: false },
);
export type CommandOption = Static<typeof CommandOption>;

const definitionFields = {
  type: Type.Optional(
    Type.Union([Type.Literal(1), Type.Literal(2), Type.Literal(3)], {
      description: '1 in the composer (by default), 2 at a person, 3 at a message',
    }),
  ),
  name: Line(LIMITS.commandNameLength, 'Of type 1: lower-case letters, digits, - and _'),
  name_localizations: Locales(LIMITS.commandNameLength),
  description: Type.Optional(OptionalText(LIMITS.commandDescriptionLength, 'One line; type 1 needs it')),
  description_localizations: Locales(LIMITS.commandDescriptionLength),
  options: Type.Optional(Type.Array(CommandOption, { maxItems: LIMITS.commandOptions })),
  default_member_permissions: Type.Optional(
    Type.Union([PermissionSet, Type.Null()], {
      description: 'What a member needs to use it, all of them; "0" leaves it to administrators. Everyone without it',
    }),
  ),
};

/** What a bot says of a command; the server gives it an id. */
export const CommandDraft = Type.Object(definitionFields, { $id: 'CommandDraft', additionalProperties: false });
export type CommandDraft = Static<typeof CommandDraft>;

export const ApplicationCommand = Type.Object(
  {
    id: Snowflake,
    application_id: snowflakeOf("The bot's id"),
    community_id: Type.Optional(snowflakeOf('Of a command of one community; absent from global ones')),
    ...definitionFields,
    type: Type.Union([Type.Literal(1), Type.Literal(2), Type.Literal(3)]),
    description: Type.String({ maxLength: LIMITS.commandDescriptionLength }),
  },
  { $id: 'ApplicationCommand', description: 'Something that a bot does when it is called by its name' },
);
export type ApplicationCommand = Static<typeof ApplicationCommand>;

const OptionValue = Type.Union([
  Type.String({ maxLength: LIMITS.optionValueLength }),
  Type.Integer(),
  Type.Number(),
  Type.Boolean(),
]);

const valueFields = {
  name: Name,
  value: Type.Optional(OptionValue),
  focused: Type.Optional(Type.Boolean({ description: 'Whether it is being typed, while one asks for choices' })),
};

/** What a person gives for the options of a command. */
export const GivenOption = Type.Object(
  {
    ...valueFields,
    options: Type.Optional(
      Type.Array(Type.Object(valueFields, { additionalProperties: false }), {
        maxItems: LIMITS.commandOptions,
        description: 'Of a subcommand',
      }),
    ),
  },
  { $id: 'GivenOption', additionalProperties: false, description: 'Users, channels and roles are given by their ids' },
);
export type GivenOption = Static<typeof GivenOption>;

const OptionNumber = Type.Integer({ description: 'As in the command: 3 string, 4 integer …' });

/** A value, as the bot gets it. */
export const InteractionOption = Type.Object(
  {
    ...valueFields,
    type: OptionNumber,
    options: Type.Optional(Type.Array(Type.Object({ ...valueFields, type: OptionNumber }))),
  },
  { $id: 'InteractionOption' },
);
export type InteractionOption = Static<typeof InteractionOption>;

/** Whom and what the values name, by id. */
export const Resolved = Type.Object(
  {
    users: Type.Optional(Type.Record(Type.String(), User)),
    members: Type.Optional(Type.Record(Type.String(), Member)),
    roles: Type.Optional(Type.Record(Type.String(), Role)),
    channels: Type.Optional(Type.Record(Type.String(), Channel)),
    messages: Type.Optional(Type.Record(Type.String(), Message)),
  },
  { $id: 'Resolved' },
);
export type Resolved = Static<typeof Resolved>;

/** What a person has written into one text input. */
export const ModalValue = Type.Object(
  { custom_id: CustomId, value: OptionalText(LIMITS.textInputLength) },
  { $id: 'ModalValue', additionalProperties: false },
);
export type ModalValue = Static<typeof ModalValue>;

export const InteractionData = Type.Object(
  {
    id: Type.Optional(snowflakeOf('Of the command')),
    name: Type.Optional(Type.String()),
    type: Type.Optional(Type.Integer({ description: 'Of the command: 1, 2 or 3' })),
    options: Type.Optional(Type.Array(InteractionOption)),
    target_id: Type.Optional(snowflakeOf('The person or message that a command of type 2 or 3 was called at')),
    resolved: Type.Optional(Resolved),
    custom_id: Type.Optional(CustomId),
    component_type: Type.Optional(Type.Integer()),
    values: Type.Optional(Type.Array(Type.String(), { description: 'What was chosen in a select' })),
    components: Type.Optional(Type.Array(ModalValue, { description: 'What was written into a modal' })),
  },
  { $id: 'InteractionData' },
);
export type InteractionData = Static<typeof InteractionData>;

export const Interaction = Type.Object(
  {
    id: Snowflake,
    application_id: snowflakeOf("The bot's id"),
    type: Type.Union([Type.Literal(2), Type.Literal(3), Type.Literal(4), Type.Literal(5)], {
      description: '2 a command, 3 a component, 4 choices are wanted, 5 a modal was sent',
    }),
    token: Type.String({ description: 'Answers it: the first time within 3 seconds, then for 15 minutes' }),
    community_id: Snowflake,
    channel_id: Snowflake,
    thread_id: Type.Optional(Snowflake),
    member: Member,
    permissions: PermissionSet,
    data: InteractionData,
    message: Type.Optional(Message),
  },
  { $id: 'Interaction', description: 'Someone has called a command, used a component or sent a modal' },
);
export type Interaction = Static<typeof Interaction>;

export const Modal = Type.Object(
  { custom_id: CustomId, title: Line(LIMITS.modalTitleLength), components: ActionRows },
  { $id: 'Modal', additionalProperties: false, description: 'A dialog with text inputs' },
);
export type Modal = Static<typeof Modal>;
