import { z } from 'zod';
import { problem } from '../schema/common';
import type { Endpoint } from './endpoint';
import { API_BASE } from './pipeline';

/** The API's OpenAPI 3.1 document, made from the same declarations the routes are made from. */
export function openApi(endpoints: readonly Endpoint[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const endpoint of endpoints) {
    const path = endpoint.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(endpoint) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Sathi care-team console', version: '1' },
    servers: [{ url: API_BASE }],
    components: {
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'sathi_console' } },
      schemas: { Problem: schemaOf(problem) },
    },
    paths,
  };
}

const schemaOf = (schema: z.ZodType, io: 'input' | 'output' = 'output') => {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return json;
};

function operation(endpoint: Endpoint): object {
  const { access } = endpoint;
  return {
    operationId: endpoint.id,
    summary: endpoint.summary,
    ...(access.kind === 'public' ? { security: [] } : { security: [{ session: [] }] }),
    // For people reading the document and for the authorisation tests generated from it.
    ...(access.kind === 'permission' ? { 'x-permission': access.anyOf } : {}),
    ...(access.kind === 'session' ? { 'x-stages': access.stages } : {}),
    ...(endpoint.object ? { 'x-object': endpoint.object } : {}),
    parameters: [
      ...pathParameters(endpoint),
      ...queryParameters(endpoint),
      ...csrfParameter(endpoint),
      ...nameParameter(endpoint),
    ],
    ...(endpoint.body
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: schemaOf(endpoint.body, 'input') } },
          },
        }
      : {}),
    ...(endpoint.upload
      ? { requestBody: { required: true, content: { 'application/octet-stream': { schema: BYTES } } } }
      : {}),
    responses: {
      200: { description: 'Done', ...replyContent(endpoint) },
      default: {
        description: 'Refused: the code says why',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

function pathParameters(endpoint: Endpoint): object[] {
  return [...endpoint.path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameters(endpoint: Endpoint): object[] {
  if (!endpoint.query) return [];
  const json = schemaOf(endpoint.query, 'input') as { properties?: Record<string, object>; required?: string[] };
  return Object.entries(json.properties ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: json.required?.includes(name) ?? false,
    schema,
  }));
}

function csrfParameter(endpoint: Endpoint): object[] {
  if (endpoint.method === 'GET' || endpoint.access.kind === 'public') return [];
  return [{ name: 'x-csrf-token', in: 'header', required: true, schema: { type: 'string' } }];
}

const BYTES = { type: 'string', format: 'binary' } as const;

/** A name is a patient's or a colleague's word: it stands in a header, never in an address that proxies keep. */
function nameParameter(endpoint: Endpoint): object[] {
  if (!endpoint.upload) return [];
  const description = 'Name of the file, percent-encoded UTF-8';
  return [{ name: 'x-file-name', in: 'header', required: true, description, schema: { type: 'string' } }];
}

function replyContent(endpoint: Endpoint): object {
  if (endpoint.reply === 'stream') return { content: { 'text/event-stream': { schema: { type: 'string' } } } };
  if (endpoint.reply === 'csv') return { content: { 'text/csv': { schema: { type: 'string' } } } };
  if (endpoint.reply === 'file') return { content: { 'application/json': { schema: { type: 'object' } } } };
  if (endpoint.reply === 'bytes') return { content: { 'application/octet-stream': { schema: BYTES } } };
  if (endpoint.reply === 'page') return { content: { 'text/html': { schema: { type: 'string' } } } };
  return { content: { 'application/json': { schema: schemaOf(endpoint.reply) } } };
}
