import { type AskedModel, nameAnswering } from "../errors/model-errors.ts";
import { safeName } from "../errors/safe-text.ts";
import { findModel } from "../models/catalogue.ts";
import { bareModelName, isGoogleAlias } from "../models/model-name.ts";
import { ignoredParameters, modelTurnRule } from "../models/parameter-rules.ts";
import { answeringModel, type Retirement, retirementOf } from "../models/retirement.ts";
import type { WarningEvent } from "../platform/events.ts";
import { checkedParameters, checkModelTurn } from "../request/check-model.ts";
import type { BackendName } from "../wire/backend-name.ts";
import type { CallContext } from "./call-context.ts";

/** Where a call goes, and whether its contents end with a turn that the model should continue. */
export interface ModelCheck {
  readonly model: string;
  readonly backend: BackendName;
  readonly endsWithModelTurn: boolean;
}

/** Throws `invalid_options` for what the model is known to refuse, and warns about what it ignores and when it retires. */
export function checkFirstModel(context: CallContext, check: ModelCheck): void {
  const { backend, endsWithModelTurn } = check;
  const model = askedModel(context, check);
  context.settings.checkModel(model, backend);
  if (endsWithModelTurn) checkModelTurn(model, backend);
  warnAboutModel(context, check);
}

/**
 * Warns about a model, once per client and message:
 *
 * | code | when |
 * |---|---|
 * | `model_unknown` | the catalogue does not have it, and its name is not a path or one of Google's aliases |
 * | `model_retiring` | it retires within 30 days |
 * | `model_retired` | it has retired |
 * | `parameter_ignored` | it ignores an option that is set |
 * | `parameter_unsupported` | Google says that it does not support something, but not what happens |
 */
export function warnAboutModel(context: CallContext, check: ModelCheck): void {
  if (!context.scope.observed) return;
  const { model, backend, endsWithModelTurn } = check;
  const name = safeName(model);
  const isNamed = !bareModelName(model).includes("/") && !isGoogleAlias(model);
  if (isNamed && !findModel(model)) context.warnOnce(unknownModel(name));
  const retirement = retirementOf(model, backend, context.platform.clock.now());
  if (retirement) context.warnOnce(retirementWarning(name, backend, retirement));
  const given = checkedParameters(context.settings.generation);
  const asked = askedModel(context, check);
  for (const option of ignoredParameters(asked.answering, given)) context.warnOnce(ignoredParameter(asked, option));
  if (endsWithModelTurn && modelTurnRule(asked.answering, backend) !== undefined) {
    context.warnOnce(unsupportedTurn(asked));
  }
}

/** Options have to be those of the model that answers. */
function askedModel({ platform }: CallContext, { model, backend }: ModelCheck): AskedModel {
  return { asked: model, answering: answeringModel(model, backend, platform.clock.now()) };
}

function unknownModel(name: string): WarningEvent {
  const summary = `This version does not know the model "${name}", so it checks neither options nor retirement for it.`;
  return warning("model_unknown", summary, "Check the name, or install a newer version of gemini-ts.", "model");
}

function retirementWarning(name: string, backend: string, retirement: Retirement): WarningEvent {
  const { date, isPast, replacement, reroutes } = retirement;
  const then =
    reroutes && replacement !== undefined
      ? `answers with "${replacement}", at its price and by its rules.`
      : "does not serve it.";
  const [code, retires, since] = isPast
    ? (["model_retired", "retired", "Since then"] as const)
    : (["model_retiring", "retires", "From then on"] as const);
  const summary = `The model "${name}" ${retires} on ${date}. ${since}, \`${backend}\` ${then}`;
  const remedy = replacement === undefined ? "Set `model` to a current model." : `Set \`model\` to "${replacement}".`;
  return warning(code, summary, remedy, "model");
}

function ignoredParameter(model: AskedModel, option: string): WarningEvent {
  const summary = `The model ${nameAnswering(model)} ignores \`${option}\`.`;
  return warning("parameter_ignored", summary, "Leave it out: a later model may refuse it.", option);
}

function unsupportedTurn(model: AskedModel): WarningEvent {
  const summary = `The contents end with a turn of the model, and Google says that the model ${nameAnswering(model)} does not continue one.`;
  return warning("parameter_unsupported", summary, "End with a turn of the user.");
}

function warning(code: WarningEvent["code"], summary: string, remedy: string, option?: string): WarningEvent {
  const message = `${summary} ${remedy}`;
  return { type: "warning", code, message, summary, ...(option !== undefined && { option }) };
}
