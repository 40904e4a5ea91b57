import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: '../wwwroot',
    emptyOutDir: true,
    target: 'es2022',
    // Everything is a file of its own with a hash in its name: the content-security policy allows neither inline script nor data.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: {
    proxy: Object.fromEntries(
      ['/api', '/v1', '/sign-in', '/callback'].map((path) => [path, process.env['PORTAL_HOST'] ?? 'http://127.0.0.1:7000']),
    ),
  },
});
