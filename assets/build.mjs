// Builds sso_log/static/dist: app.css from scss/, the scripts of js/, the pictures the stylesheet
// names, and a .gz and .br beside each so that the server never compresses while someone waits.
// `node build.mjs --watch` rebuilds on each change.
import {
  cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { watch } from 'node:fs'
import { brotliCompressSync, gzipSync } from 'node:zlib'

import * as esbuild from 'esbuild'
import * as sass from 'sass'

const here = dirname(fileURLToPath(import.meta.url))
const product = join(here, '..', 'sso_log', 'static', 'dist')
let dist = product
const moj = join(here, 'node_modules', '@ministryofjustice', 'frontend', 'moj')
const modules = join(here, 'node_modules')

// Scripts loaded by a page (or the browser) by name. Anything else in js/ is imported by app.js.
const entries = ['app.js', 'start.js', 'service-worker.js']

async function buildStyles () {
  const compiled = sass.compile(join(here, 'scss', 'app.scss'), {
    loadPaths: [here, modules],
    style: 'compressed',
    quietDeps: true
  })
  const { code } = await esbuild.transform(compiled.css, {
    loader: 'css',
    minify: true,
    target: ['safari15', 'chrome100', 'firefox100']
  })
  writeFileSync(join(dist, 'app.css'), code)
  for (const [, path] of code.matchAll(/url\("?\.\/(assets\/images\/[\w.-]+)"?\)/g)) {
    mkdirSync(join(dist, 'assets', 'images'), { recursive: true })
    cpSync(join(moj, path), join(dist, path))
  }
}

async function buildScripts () {
  await esbuild.build({
    absWorkingDir: here,
    entryPoints: entries.map((name) => join('js', name)).filter((path) => existsSync(join(here, path))),
    outdir: dist,
    bundle: true,
    minify: true,
    format: 'esm',
    target: ['safari15', 'chrome100', 'firefox100'],
    define: { 'process.env.NODE_ENV': '"production"' },
    legalComments: 'none',
    logLevel: 'warning'
  })
}

function compress () {
  for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(css|js|svg|webmanifest)$/.test(entry.name)) continue
    const path = join(entry.parentPath ?? entry.path, entry.name)
    const content = readFileSync(path)
    if (content.length < 400) continue
    writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }))
    writeFileSync(`${path}.br`, brotliCompressSync(content))
  }
}

// Built beside its place and then moved there, so that a running server never misses a file.
async function build () {
  mkdirSync(dirname(product), { recursive: true })
  dist = `${product}-${process.pid}`
  rmSync(dist, { recursive: true, force: true })
  mkdirSync(dist)
  if (existsSync(join(here, 'icons'))) cpSync(join(here, 'icons'), dist, { recursive: true })
  await Promise.all([buildStyles(), buildScripts()])
  compress()
  const old = `${dist}-old`
  if (existsSync(product)) renameSync(product, old)
  renameSync(dist, product)
  rmSync(old, { recursive: true, force: true })
}

await build()
if (process.argv.includes('--watch')) {
  let timer
  for (const folder of ['scss', 'js']) {
    watch(join(here, folder), { recursive: true }, () => {
      clearTimeout(timer)
      timer = setTimeout(() => build().catch((error) => console.error(error.message)), 100)
    })
  }
  console.log('Watching assets/scss and assets/js')
}
