import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { Section } from '../../schema/medicine';
import { clean, type DraftSection, idFrom, type LabelDraft, missingNotes, NotALabel } from './draft';
import { isoDate } from './openfda';

/** LOINC codes of SPL sections (HL7 SPL implementation guide) and what they answer. */
const CODES: Readonly<Record<string, Section>> = {
  '34067-9': 'purpose',
  '55105-1': 'purpose',
  '34068-7': 'how',
  '59845-8': 'how',
  '34084-4': 'common',
  '43685-7': 'serious',
  '34071-1': 'serious',
  '50566-9': 'serious',
  '34073-7': 'interactions',
  '50568-5': 'interactions',
  '34070-3': 'avoid',
  '50570-1': 'avoid',
  '42228-7': 'pregnancy',
  '77290-5': 'breastfeeding',
  '34080-2': 'breastfeeding',
  '34088-5': 'double',
  '44425-7': 'storage',
  '34069-5': 'storage',
  '34075-2': 'monitoring',
  '50565-1': 'disposal',
};
const BOXED = '34066-1';
const OTC_LABEL = '34390-5';

type Node = Record<string, unknown>;

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  removeNSPrefix: true,
  trimValues: true,
  parseTagValue: false,
  parseAttributeValue: false,
  // Labels come from outside: entities are plain text, nothing is expanded or fetched.
  processEntities: true,
  htmlEntities: false,
  // Mixed content in its order: the narrative is kept as written and stripped of its marks afterwards.
  stopNodes: ['*.text'],
});

/**
 * Reads a DailyMed SPL document into drafts: one per different set of ingredients, since one file may describe several
 * products and kits. Throws `NotALabel` when it is no SPL document.
 */
export function importSpl(xml: string): LabelDraft[] {
  if (/<!DOCTYPE|<!ENTITY/i.test(xml))
    throw new NotALabel('This file declares entities or a document type; SPL files from DailyMed do not. Not read.');
  if (XMLValidator.validate(xml) !== true) throw new NotALabel('This is not well-formed XML.');
  const document = (parser.parse(xml) as Node).document as Node | undefined;
  if (document === undefined) throw new NotALabel('This XML is no SPL document: it has no <document>.');
  const { sections, boxed } = readSections(document);
  const products = groupByIngredients(findAll(document, 'manufacturedProduct').flatMap(productOf));
  const title = textOf(document.title);
  const setId = attribute(document.setId, 'root');
  const version = attribute(document.versionNumber, 'value');
  const date = attribute(document.effectiveTime, 'value');
  const labeller = textOf(find(document, 'representedOrganization')?.name);
  const repackager = /repackag|relabel/i.test(JSON.stringify(document)) || /repackag/i.test(title);
  const notes = [
    ...(title === '' ? ['the document has no title: named after its ingredients'] : []),
    ...(products.length > 1
      ? [`${products.length} different products in one file: check which text belongs to which`]
      : []),
    ...(products.length === 0 ? ['no product data: name and ingredients must be filled in by hand'] : []),
    ...missingNotes(sections),
  ];
  const described = products.length === 0 ? [{ generic: [], brands: [], ingredients: [] }] : products;
  if (sections.length === 0 && products.length === 0)
    throw new NotALabel('This SPL document has neither label sections nor products.');
  return described.map((product) => ({
    id: idFrom(product.generic[0] ?? product.ingredients[0] ?? title),
    status: 'draft',
    genericNames: product.generic,
    brands: product.brands,
    ...(labeller === '' ? {} : { manufacturer: labeller }),
    repackager,
    rxcui: [],
    ingredients: product.ingredients,
    otc: attribute(document.code, 'code') === OTC_LABEL,
    ...(boxed === undefined ? {} : { boxedWarning: boxed }),
    sections,
    source: {
      title: title === '' ? `Label of ${product.generic[0] ?? product.ingredients[0] ?? 'an unnamed product'}` : title,
      ...(setId === '' ? {} : { setId }),
      ...(version === '' ? {} : { version }),
      ...(date === '' ? {} : { date: isoDate(date) }),
    },
    notes,
  }));
}

interface Product {
  readonly generic: readonly string[];
  readonly brands: readonly string[];
  readonly ingredients: readonly string[];
}

/** The outer `manufacturedProduct` only wraps an inner one that carries the name. */
function productOf(node: Node): Product[] {
  const brand = textOf(node.name);
  const generic = list(node.asEntityWithGeneric)
    .flatMap((one) => list((one as Node).genericMedicine))
    .map((one) => textOf((one as Node).name));
  const ingredients = list(node.ingredient)
    .filter((one) => /^ACTI/.test(attribute(one, 'classCode')))
    .map((one) => textOf(((one as Node).ingredientSubstance as Node | undefined)?.name));
  if (brand === '' && generic.length === 0 && ingredients.length === 0) return [];
  return [{ generic: some(generic), brands: some([brand]), ingredients: some(ingredients) }];
}

/** Strengths of one medicine are one draft; other ingredients are another. */
function groupByIngredients(products: readonly Product[]): Product[] {
  const groups = new Map<string, Product>();
  for (const one of products) {
    const key = (one.ingredients.length > 0 ? one.ingredients : one.generic)
      .map((name) => name.toLowerCase())
      .sort()
      .join('+');
    const known = groups.get(key);
    groups.set(key, {
      generic: some([...(known?.generic ?? []), ...one.generic]),
      brands: some([...(known?.brands ?? []), ...one.brands]),
      ingredients: some([...(known?.ingredients ?? []), ...one.ingredients]),
    });
  }
  return [...groups.values()];
}

/** Every coded section wherever it is nested; several with one code are joined. */
function readSections(document: Node): { sections: DraftSection[]; boxed?: string } {
  const found = new Map<Section, DraftSection>();
  let boxed: string | undefined;
  for (const section of findAll(document, 'section')) {
    const code = attribute(section.code, 'code');
    const text = clean(
      [narrative(section.text), ...findAll(section.component, 'section').map((inner) => narrative(inner.text))].join(
        ' ',
      ),
    );
    if (text === '') continue;
    if (code === BOXED) boxed = boxed ?? text;
    const ours = CODES[code];
    if (ours === undefined) continue;
    const known = found.get(ours);
    const title = textOf(section.title);
    found.set(ours, {
      section: ours,
      text: known === undefined ? text : `${known.text} ${text}`,
      citation: known?.citation ?? `SPL ${code}${title === '' ? '' : ` "${title}"`}`,
    });
  }
  return { sections: [...found.values()], ...(boxed === undefined ? {} : { boxed }) };
}

function list(value: unknown): unknown[] {
  return value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
}

function some(names: readonly string[]): string[] {
  return [...new Map(names.filter((name) => name !== '').map((name) => [name.toLowerCase(), name])).values()];
}

function findAll(node: unknown, name: string): Node[] {
  if (Array.isArray(node)) return node.flatMap((one) => findAll(one, name));
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => [
    ...(key === name ? list(value).filter((one): one is Node => typeof one === 'object' && one !== null) : []),
    ...findAll(value, name),
  ]);
}

function find(node: unknown, name: string): Node | undefined {
  return findAll(node, name)[0];
}

function attribute(node: unknown, name: string): string {
  const value = (node as Node | undefined)?.[`@${name}`];
  return typeof value === 'string' ? value : '';
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The words of a `<text>` block: inline marks vanish, blocks separate. */
function narrative(raw: unknown): string {
  return list(raw)
    .map((one) => (typeof one === 'string' ? one : plain(one)))
    .join(' ')
    .replace(/<\/?(?:content|sub|sup|linkHtml)\b[^>]*>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#x([0-9a-f]+);|&#(\d+);|&(amp|lt|gt|quot|apos);/gi, (_whole, hex, decimal, name) =>
      name !== undefined ? ENTITIES[name.toLowerCase()]! : character(hex ? Number.parseInt(hex, 16) : Number(decimal)),
    );
}

function character(code: number): string {
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ' ';
}

/** Text of an element that may be a string, an object with text, or mixed content. */
function textOf(node: unknown): string {
  return clean(plain(node));
}

function plain(node: unknown): string {
  if (typeof node === 'string') return node;
  if (Array.isArray(node)) return node.map(plain).join(' ');
  if (typeof node !== 'object' || node === null) return '';
  return Object.entries(node)
    .filter(([key]) => !key.startsWith('@'))
    .map(([, value]) => plain(value))
    .join(' ');
}
