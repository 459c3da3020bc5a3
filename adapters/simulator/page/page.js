/* The two phones of the development page: asks for news twice a second, shows it, and sends what is typed or pressed. */
'use strict';

const PHONES = {
  sms: {
    title: 'SMS phone',
    refusals: [
      ['no', 0, 0],
      ['429: too many requests (20429)', 429, 20429],
      ['500: Twilio has trouble (20500)', 500, 20500],
      ['400: opted out (21610)', 400, 21610],
      ['400: not a number (21211)', 400, 21211],
      ['401: wrong credentials (20003)', 401, 20003],
    ],
  },
  whatsapp: {
    title: 'WhatsApp phone',
    refusals: [
      ['no', 0, 0],
      ['429: too fast for this person (131056)', 429, 131056],
      ['500: Meta has trouble (131000)', 500, 131000],
      ['400: no WhatsApp here (131026)', 400, 131026],
      ['400: window closed (131047)', 400, 131047],
      ['401: token expired (190)', 401, 190],
    ],
  },
};

const number = () => document.getElementById('number').value.trim();
const post = (path, body) =>
  fetch(`/simulator/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

for (const [phone, { title, refusals }] of Object.entries(PHONES)) {
  const section = document.querySelector(`[data-phone=${phone}]`);
  section.append(document.getElementById('phone').content.cloneNode(true));
  section.querySelector('h2').textContent = title;
  section.querySelector('h2').id = `t-${phone}`;
  for (const [label, status, code] of refusals) {
    const option = new Option(label, `${status}/${code}`);
    section.querySelector('[name=refuse]').append(option);
  }
  section.querySelector('.write').addEventListener('submit', (event) => {
    event.preventDefault();
    const input = section.querySelector('.write input:not([type])');
    void post('write', { phone, number: number(), text: input.value });
    input.value = '';
  });
  const picker = section.querySelector('.write [type=file]');
  if (phone !== 'whatsapp') picker.closest('label').remove();
  picker.addEventListener('change', async () => {
    const [file] = picker.files;
    if (!file) return;
    const bytes = new Uint8Array(await file.arrayBuffer());
    let text = '';
    for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
    const sent = { name: file.name, contentType: file.type, data: btoa(text) };
    await post('write', { phone, number: number(), text: '', file: sent });
    picker.value = '';
  });
  section.querySelector('.trouble').addEventListener('submit', (event) => {
    event.preventDefault();
    const form = new FormData(event.target);
    const [refuseStatus, refuseCode] = String(form.get('refuse')).split('/').map(Number);
    void post('trouble', {
      phone,
      delayMs: Number(form.get('delayMs')),
      copies: Number(form.get('copies')),
      times: Number(form.get('times')),
      swallowAnswer: form.get('swallowAnswer') === 'on',
      refuseStatus,
      refuseCode,
    });
  });
}

for (const button of document.querySelectorAll('[data-advance]')) {
  button.addEventListener('click', () => post('clock', { advanceMs: Number(button.dataset.advance) }).then(refresh));
}

const shown = {};

function show(phone, view) {
  const section = document.querySelector(`[data-phone=${phone}]`);
  section.querySelector('.note').textContent = view ? view.note : 'This channel is connected to its real provider.';
  if (!view) return;
  const key = JSON.stringify(view.messages);
  if (shown[phone] === key) return;
  shown[phone] = key;
  const list = section.querySelector('.messages');
  list.replaceChildren(...view.messages.map((message) => item(phone, message)));
  list.scrollTop = list.scrollHeight;
}

function item(phone, message) {
  const li = document.createElement('li');
  li.className = message.from;
  li.append(message.text);
  for (const file of message.files ?? []) {
    const line = document.createElement('small');
    line.textContent = `📎 ${file.name} (${file.contentType}, ${file.size} bytes)`;
    li.append(line);
  }
  const details = [message.status, message.note].filter(Boolean).join(' · ');
  if (details) {
    const small = document.createElement('small');
    small.textContent = details;
    li.append(small);
  }
  if (message.choices) {
    const choices = document.createElement('div');
    choices.className = 'choices';
    for (const choice of message.choices) choices.append(choiceButton(phone, message, choice));
    li.append(choices);
  }
  return li;
}

function choiceButton(phone, message, choice) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = choice.description ? `${choice.title} (${choice.description})` : choice.title;
  const as = message.isTemplate ? 'template' : message.listButton ? 'list' : 'button';
  button.addEventListener(
    'click',
    () => void post('write', { phone, number: number(), press: choice.id, title: choice.title, as }),
  );
  return button;
}

async function refresh() {
  const response = await fetch(`/simulator/state?number=${encodeURIComponent(number())}`);
  const state = await response.json();
  document.getElementById('now').textContent = new Date(state.now).toLocaleString();
  show('sms', state.sms);
  show('whatsapp', state.whatsapp);
}

async function watch() {
  try {
    await refresh();
  } finally {
    setTimeout(watch, 500);
  }
}
void watch();
