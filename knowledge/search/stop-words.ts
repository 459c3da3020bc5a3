/** Words that say nothing about what a text is about. They weigh next to nothing in search; intents keep them. */
const ENGLISH =
  `a about above after again all also am an and any are as at be because been before being below between both but by can
cannot could did do does doing down during each few for from further get gets getting give got had has have having he
her here hers him his how i if in into is it its just know like make many may me might more most much my need no none nor not
of off on once only or other our out over own please same shall she should so some such tell than that the their them
then there these they this those through to too under until up us very want was we were what when where which while who
whom why will with would you your yours im ive dont doesnt whats theres id ill youre hes shes cant isnt arent`.split(
    /\s+/,
  );

const SPANISH =
  `a al algo ante antes asi aun aunque bajo bien cada como con contra cual cuales cuando cuanto cuanta cuantos cuantas de
debe debo del desde donde dos e el ella ellas ellos en entre era eran es esa esas ese eso esos esta estan estar estas este
esto estos estoy fue ha haber hace hacen hacer hacia han hasta hay he la las le les lo los mas me mi mis mucho muy nada ni ninguna ninguno
no nos o os otra otro para pero por porque puede pueden puedo que quien quiero se sea ser si sin sobre son soy su sus
tambien tan te tengo tiene tienen tener todo todos tu tus un una uno unos unas usted ya yo`.split(/\s+/);

const BY_LANGUAGE: Readonly<Record<string, ReadonlySet<string>>> = { en: new Set(ENGLISH), es: new Set(SPANISH) };
const NONE: ReadonlySet<string> = new Set();

/** Folded stop words of a language; empty for a language without a list. */
export function stopWords(locale: string): ReadonlySet<string> {
  return BY_LANGUAGE[locale.slice(0, 2)] ?? NONE;
}
