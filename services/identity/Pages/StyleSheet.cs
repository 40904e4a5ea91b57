namespace Governance.Identity.Pages;

internal static class StyleSheet
{
    public const string Path = "/assets/sign-in.css";

    public static IResult Serve(HttpContext http)
    {
        http.Response.Headers.CacheControl = "public, max-age=3600";
        return TypedResults.Text(Css, "text/css");
    }

    private const string Css = """
        :root { color-scheme: light dark; --ink: #17202e; --soft: #566173; --paper: #ffffff; --ground: #eef1f6; --line: #8a94a6; --accent: #1f4fb8; --alert: #a11a1a; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e8ecf3; --soft: #a7b1c2; --paper: #1b2330; --ground: #10161f; --line: #76829a; --accent: #8db1ff; --alert: #ff9c9c; } }
        * { box-sizing: border-box; }
        body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem; background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
        main { width: 100%; max-width: 26rem; padding: 2rem; background: var(--paper); border-radius: .75rem; box-shadow: 0 .5rem 2rem rgb(0 0 0 / .12); }
        .brand { margin: 0; color: var(--accent); font-weight: 700; letter-spacing: .02em; }
        h1 { margin: .25rem 0 1rem; font-size: 1.5rem; line-height: 1.25; }
        label { display: block; margin-top: 1rem; font-weight: 600; }
        .hint { margin: .25rem 0 0; color: var(--soft); font-size: .875rem; }
        input { width: 100%; margin-top: .25rem; padding: .625rem .75rem; border: 1px solid var(--line); border-radius: .5rem; background: transparent; color: inherit; font: inherit; }
        button { width: 100%; margin-top: 1.5rem; padding: .75rem; border: 0; border-radius: .5rem; background: var(--accent); color: var(--paper); font: inherit; font-weight: 700; cursor: pointer; }
        :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
        .alert { padding: .75rem; border: 1px solid var(--alert); border-radius: .5rem; color: var(--alert); }
        a { color: var(--accent); }
        """;
}
