using System.Globalization;
using Microsoft.Playwright;

namespace Governance.Benchmarks.Portal;

/// <summary>
/// Times what a person waits for: from the click or key that reaches the page to the first picture that shows the answer. The browser
/// measures itself, frame by frame, so the time of the test's own connection does not count.
/// </summary>
internal sealed class Interactions(IPage page)
{
    private const double BudgetMilliseconds = 200;

    private const string Watch = """
        (shown) => {
          const done = new Function('return ' + shown);
          window.__answer = new Promise((resolve) => {
            const events = ['click', 'keydown', 'input', 'submit'];
            const begin = (e) => {
              events.forEach((n) => removeEventListener(n, begin, true));
              const start = e.timeStamp;
              const look = () => (done() ? requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start))) : requestAnimationFrame(look));
              requestAnimationFrame(look);
            };
            events.forEach((n) => addEventListener(n, begin, true));
          });
        }
        """;

    private readonly List<(string Name, List<double> Times)> _results = [];

    /// <summary>Does it several times; <paramref name="before"/> brings the page to where it starts.</summary>
    public async Task MeasureAsync(string name, int times, Func<int, Task> before, Func<int, Task> act, Func<int, string> shown)
    {
        var taken = new List<double>();
        for (var i = 0; i < times; i++)
        {
            await before(i);
            await page.EvaluateAsync(Watch, shown(i));
            await act(i);
            taken.Add(await page.EvaluateAsync<double>("() => window.__answer"));
        }
        _results.Add((name, taken));
        Print(name, taken);
    }

    /// <summary>Returns how many medians were over the budget.</summary>
    public int Sum()
    {
        var over = _results.Where(r => Suite.Percentile(r.Times, 0.5) > BudgetMilliseconds).Select(r => r.Name).ToList();
        Console.WriteLine(over.Count == 0
            ? $"all {_results.Count} interactions: median within {BudgetMilliseconds:F0} ms"
            : $"over {BudgetMilliseconds:F0} ms in the median: {string.Join(", ", over)}");
        return over.Count;
    }

    private static void Print(string name, List<double> taken) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-52} median {Suite.Percentile(taken, 0.5),6:F0} ms   longest {taken.Max(),6:F0} ms   ({taken.Count} times)"));
}
