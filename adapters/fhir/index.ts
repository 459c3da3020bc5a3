export { readFhirSettings } from './settings';
export { createFhirSystem } from './system';
