namespace Eds.Tests;

/// <summary>Holds answers against docs/openapi.yaml. Loading it takes 0.3 s: <see cref="Shared"/> is enough for all tests.</summary>
public sealed class Contract
{
    private readonly ContractDocument _document = new();
    private readonly List<(Regex Path, ContractDocument.Operation Operation)> _routes;

    // As routing does: without regard to case, and a literal before a parameter.
    public Contract() => _routes =
    [
        .. _document.Operations
            .OrderBy(operation => operation.Path.Count(character => character == '{'))
            .Select(operation => (Pattern(operation.Path), operation)),
    ];

    public static Contract Shared { get; } = new();

    /// <summary>
    /// Fails the test unless the contract has this answer: status, headers, content type and body. A call that is no operation must
    /// get the host's empty 404. The failure names places in the body, never its values.
    /// </summary>
    public void Check(HttpRequestMessage request, HttpResponseMessage response, string body)
    {
        var (path, status) = (new Uri(request.RequestUri!.OriginalString).AbsolutePath, (int)response.StatusCode);
        if (_routes.FirstOrDefault(route => route.Operation.Method == request.Method.Method && route.Path.IsMatch(path))
            is not { Operation: { } operation })
        {
            Assert.True(
                status == 404 && body.Length == 0,
                $"{request.Method} {path} is no operation of the contract: not an empty 404 but {status} with {body.Length} characters.");
            return;
        }

        var faults = operation.Answers.TryGetValue(status, out var answer)
            ? [.. HeaderFaults(answer, response), .. BodyFaults(answer, response, body)]
            : new List<string> { "the status is not in the contract" };
        Assert.True(faults.Count == 0, $"{operation.Name} answered {status} against the contract: {string.Join("; ", faults)}.");
    }

    private static Regex Pattern(string path) =>
        new($"^{Regex.Replace(path, @"\{\w+\}|\.", part => part.Value == "." ? @"\." : "[^/]+")}/?$", RegexOptions.IgnoreCase);

    private IEnumerable<string> HeaderFaults(JsonObject answer, HttpResponseMessage response)
    {
        foreach (var (name, reference) in answer["headers"] as JsonObject ?? [])
        {
            var header = _document.Follow(reference!);
            if (response.Headers.NonValidated.TryGetValues(name, out var values))
            {
                var text = values.ToString();
                var isNumber = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);
                foreach (var fault in _document.Faults(header["schema"]!, isNumber ? text : JsonSerializer.Serialize(text)))
                {
                    yield return $"header {name}: {fault}";
                }
            }
            else if (header["required"]?.GetValue<bool>() is true)
            {
                yield return $"header {name} is missing";
            }
        }
    }

    private IEnumerable<string> BodyFaults(JsonObject answer, HttpResponseMessage response, string body)
    {
        if (answer["content"] is not JsonObject content)
        {
            return body.Length == 0 ? [] : [$"a body of {body.Length} characters where none should be"];
        }

        var type = response.Content.Headers.ContentType?.MediaType ?? "none";
        return !content.TryGetPropertyValue(type, out var media) ? [$"the content type is {type}"]
            : media!["schema"] is { } schema ? _document.Faults(schema, body)
            : [];
    }
}
