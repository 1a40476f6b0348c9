using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Microsoft.Net.Http.Headers;

namespace Eds.Functions;

/// <summary>Reads the body of a ride: JSON, XML or a form, as its Content-Type says.</summary>
internal static class CarriageBody
{
    private const string Root = "Carriage";

    private static readonly XmlReaderSettings Xml = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        IgnoreWhitespace = true,
        XmlResolver = null,
    };

    /// <returns>Null, or why the body cannot be read at all: 400, 413 or 415.</returns>
    public static async ValueTask<IResult?> ReadAsync(HttpRequest request, CarriageFields fields, CancellationToken cancellation)
    {
        var type = MediaTypeHeaderValue.TryParse(request.ContentType, out var parsed) ? parsed.MediaType.Value : null;
        Func<ReadOnlyMemory<byte>, CarriageFields, IResult?>? read = type?.ToLowerInvariant() switch
        {
            "application/json" => ReadJson,
            "application/xml" or "text/xml" => ReadXml,
            "application/x-www-form-urlencoded" => ReadForm,
            _ => null,
        };
        if (read is null || RequestBody.IsEncoded(request))
        {
            return Problems.UnsupportedMediaType("application/json, application/xml or application/x-www-form-urlencoded");
        }

        return await RequestBody.ReadAsync(request, RequestBody.MaxTaxiBytes, cancellation) is { } bytes
            ? read(bytes, fields)
            : Problems.BodyTooLarge("8 KiB");
    }

    private static IResult? ReadJson(ReadOnlyMemory<byte> bytes, CarriageFields fields)
    {
        try
        {
            using var document = JsonDocument.Parse(RequestBody.WithoutByteOrderMark(bytes));
            if (document.RootElement.ValueKind is not JsonValueKind.Object)
            {
                return Problems.Invalid("", "wrong-type", "A JSON object is needed.");
            }

            foreach (var field in document.RootElement.EnumerateObject())
            {
                fields.Add(field.Name, field.Value.ValueKind switch
                {
                    JsonValueKind.Null => "",
                    JsonValueKind.Number when CarriageFields.IsAmount(field.Name) => field.Value.GetRawText(),
                    JsonValueKind.String when !CarriageFields.IsAmount(field.Name) => field.Value.GetString(),
                    _ => null,
                });
            }

            return null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the latter: a string that is not Unicode
        {
            return Problems.Invalid("", "malformed-json", "Not well-formed JSON.");
        }
    }

    private static IResult? ReadForm(ReadOnlyMemory<byte> bytes, CarriageFields fields)
    {
        if (FormFields.Read(bytes.Span) is not { } sent)
        {
            return Problems.Invalid("", "malformed-form", "The form is malformed.");
        }

        foreach (var (name, value) in sent)
        {
            fields.Add(name, value);
        }

        return null;
    }

    /// <summary>Elements with text under the root, and nothing else that XML has.</summary>
    private static IResult? ReadXml(ReadOnlyMemory<byte> bytes, CarriageFields fields)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(bytes.ToArray()), Xml);
            var document = XDocument.Load(reader);
            if (document.Root!.Name != Root || !document.DescendantNodes().All(IsPlain))
            {
                return MalformedXml();
            }

            foreach (var field in document.Root.Elements())
            {
                fields.Add(field.Name.LocalName, field.Value);
            }

            return null;
        }
        catch (XmlException)
        {
            return MalformedXml();
        }
    }

    /// <summary>Declarations of namespaces may stand at an element, as some serializers write them; but no element is in one.</summary>
    private static bool IsPlain(XNode node) => node switch
    {
        XCData => false,
        XText => node.Parent?.Parent is not null,
        XElement element => element.Name.Namespace == XNamespace.None && element.Parent?.Parent is null
            && element.Attributes().All(attribute => attribute.IsNamespaceDeclaration),
        _ => false,
    };

    private static IResult MalformedXml() => Problems.Invalid(
        "", "malformed-xml",
        $"Not well-formed XML with the root {Root} and fields as elements with text, without DTD, attributes, CDATA and comments.");
}
