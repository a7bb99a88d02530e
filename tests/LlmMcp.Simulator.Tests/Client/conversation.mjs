// Drives a simulated node with the official client and prints one JSON object of what it saw.
import { Ollama } from 'ollama'

const ollama = new Ollama({ host: process.argv[2] })
const seen = {}

const weather = {
  type: 'function',
  function: {
    name: 'get_weather',
    description: 'The weather of a city',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
}

const attempt = async (action) => {
  try {
    await action()
    return null
  } catch (error) {
    return { name: error.name, status: error.status_code ?? null, message: error.message }
  }
}

seen.list = (await ollama.list()).models.map((model) => model.name).sort()
seen.version = await ollama.version()
seen.show = await ollama.show({ model: 'qwen3:1.7b' }).then((shown) => ({
  capabilities: shown.capabilities,
  architecture: shown.model_info['general.architecture'],
  context: shown.model_info['qwen3.context_length'],
  size: shown.details.parameter_size,
  quantization: shown.details.quantization_level,
}))

const generated = await ollama.generate({ model: 'llama3.2:1b', prompt: 'Why do leaves fall in autumn?', options: { seed: 7 } })
seen.generate = { text: generated.response, reason: generated.done_reason, tokens: generated.eval_count, total: generated.total_duration }
seen.again = (await ollama.generate({ model: 'llama3.2:1b', prompt: 'Why do leaves fall in autumn?', options: { seed: 7 } })).response
seen.ps = (await ollama.ps()).models.map((model) => ({ name: model.name, expires: model.expires_at }))

seen.chat = { chunks: 0, text: '', reason: '' }
for await (const part of await ollama.chat({ model: 'llama3.2:1b', messages: [{ role: 'user', content: 'Tell me about tides.' }], stream: true })) {
  seen.chat.chunks++
  seen.chat.text += part.message.content
  seen.chat.reason = part.done_reason ?? ''
}

seen.think = { thinking: '', text: '', order: [] }
for await (const part of await ollama.chat({ model: 'qwen3:1.7b', messages: [{ role: 'user', content: 'Is seven prime?' }], stream: true, think: true })) {
  const kind = part.message.thinking ? 'thinking' : part.done ? 'done' : 'text'
  if (seen.think.order.at(-1) !== kind) seen.think.order.push(kind)
  seen.think.thinking += part.message.thinking ?? ''
  seen.think.text += part.message.content
}

const question = { role: 'user', content: 'What is the weather in Lisbon today?' }
const called = await ollama.chat({ model: 'llama3.2:1b', messages: [question], tools: [weather] })
seen.call = called.message.tool_calls[0].function
const told = await ollama.chat({
  model: 'llama3.2:1b',
  messages: [question, called.message, { role: 'tool', tool_name: 'get_weather', content: '19 degrees and cloudy' }],
  tools: [weather],
})
seen.told = told.message.content

const schema = { type: 'object', properties: { city: { type: 'string' }, population: { type: 'integer', minimum: 1000 } }, required: ['city', 'population'] }
seen.structured = JSON.parse((await ollama.generate({ model: 'llama3.2:1b', prompt: 'Describe Porto.', format: schema })).response)

const embedded = await ollama.embed({ model: 'nomic-embed-text', input: ['red apples', 'red apples', 'tax law'] })
const product = (a, b) => a.reduce((sum, value, index) => sum + value * b[index], 0)
seen.embed = {
  dimensions: embedded.embeddings[0].length,
  length: product(embedded.embeddings[0], embedded.embeddings[0]),
  same: product(embedded.embeddings[0], embedded.embeddings[1]),
  other: product(embedded.embeddings[0], embedded.embeddings[2]),
}
seen.raw = (await ollama.embeddings({ model: 'nomic-embed-text', prompt: 'red apples' })).embedding

seen.pull = { statuses: [], last: 0 }
for await (const part of await ollama.pull({ model: 'gemma3:1b', stream: true })) {
  if (seen.pull.statuses.at(-1) !== part.status) seen.pull.statuses.push(part.status)
}
seen.pulled = (await ollama.list()).models.map((model) => model.name).includes('gemma3:1b')
await ollama.copy({ source: 'gemma3:1b', destination: 'mine' })
await ollama.delete({ model: 'gemma3:1b' })
await ollama.create({ model: 'pirate', from: 'mine', system: 'You are a pirate.' })
seen.created = (await ollama.show({ model: 'pirate' })).system
seen.after = (await ollama.list()).models.map((model) => model.name).sort()

seen.unknown = await attempt(() => ollama.generate({ model: 'nope', prompt: 'x' }))
seen.unable = await attempt(() => ollama.chat({ model: 'llama3.2:1b', messages: [question], think: true }))

console.log(JSON.stringify(seen))
