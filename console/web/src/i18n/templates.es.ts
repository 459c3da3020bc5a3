import { names, type templatesEn } from './templates.en';

/** Mensajes preparados, y archivos en una conversación. */
export const templatesEs: typeof templatesEn = {
  templates: {
    lead: 'El paciente escribió hace demasiado tiempo para texto libre. Se puede enviar un mensaje preparado; texto libre otra vez cuando responda.',
    none: 'El paciente escribió hace demasiado tiempo para texto libre y ningún mensaje preparado se puede enviar. Llámele.',
    choose: 'Mensaje preparado',
    preview: 'Como lo lee el paciente',
    send: 'Enviar el mensaje preparado',
    lockScreen: 'Puede verse en un teléfono bloqueado: nada sobre la salud.',
    refused: (n) => (n === 1 ? '1 más que no se puede enviar' : `${n} más que no se pueden enviar`),
    places: { hospital: 'Hospital', day: 'Día', when: 'Cuándo', phone: 'Teléfono', patient: 'Paciente' },
    why: {
      draft: 'aún no se presentó a WhatsApp',
      submitted: 'WhatsApp aún no decide',
      rejected: 'WhatsApp la rechazó',
      paused: 'WhatsApp la ha pausado',
      no_content_sid: 'no tiene content SID en Twilio',
      no_value: 'no se sabe algo que dice sobre este paciente',
    },
  },
  files: {
    attach: 'Adjuntar archivos',
    attachHint: (types) => `${names(types).join(', ')}; también puede soltarlos o pegarlos`,
    tray: 'Archivos que van con la respuesta',
    remove: (name) => `Quitar ${name}`,
    again: (name) => `Intentar otra vez con ${name}`,
    progress: (name) => `Subiendo ${name}`,
    uploading: 'subiendo…',
    ready: 'adjunto',
    none: (channel) => `Sin archivos por ${channel}`,
    most: (n) => `No se adjuntó: van como máximo ${n} archivos con una respuesta.`,
    types: (types) => `No se adjuntó: aquí solo se puede enviar ${names(types).join(', ')}.`,
    tooBig: (size) => `No se adjuntó: es mayor que ${size}.`,
    keep: (name) => `Descargar ${name}`,
    keepShort: 'Descargar',
    kinds: { image: 'Imagen', audio: 'Grabación', video: 'Video', application: 'Archivo' },
  },
};
