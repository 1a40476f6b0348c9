using ZXing;
using ZXing.QrCode;

namespace Eds.Tests.Portal;

/// <summary>Reads a QR code from a picture as a device's camera would: from its pixels.</summary>
internal static class QrReader
{
    // PNG is taken apart by the browser, on an empty page of its own.
    private const string Decode =
        """
        async png => {
          const picture = await createImageBitmap(await (await fetch("data:image/png;base64," + png)).blob());
          const canvas = new OffscreenCanvas(picture.width, picture.height);
          canvas.getContext("2d").drawImage(picture, 0, 0);
          const { data, width, height } = canvas.getContext("2d").getImageData(0, 0, picture.width, picture.height);
          const grey = Array.from({ length: width * height }, (_, i) => Math.round((data[4 * i] + data[4 * i + 1] + data[4 * i + 2]) / 3));
          return { width, height, grey };
        }
        """;

    public static async Task<string> ReadAsync(byte[] png)
    {
        var browser = await Chromium.Current.BrowserAsync();
        await using var context = await browser.NewContextAsync();
        var page = await context.NewPageAsync();
        var pixels = await page.EvaluateAsync<JsonElement>(Decode, Convert.ToBase64String(png));
        var grey = pixels.GetProperty("grey").EnumerateArray().Select(value => value.GetByte()).ToArray();
        var source = new RGBLuminanceSource(
            grey, pixels.GetProperty("width").GetInt32(), pixels.GetProperty("height").GetInt32(), RGBLuminanceSource.BitmapFormat.Gray8);
        var bitmap = new BinaryBitmap(new ZXing.Common.HybridBinarizer(source));

        // A camera has many looks at it. In one picture of fifty the reader finds the corners only if nothing else may be in it.
        var read = new QRCodeReader().decode(bitmap)
            ?? new QRCodeReader().decode(bitmap, new Dictionary<DecodeHintType, object> { [DecodeHintType.PURE_BARCODE] = true });
        Assert.True(read is not null, "There is no QR code in the picture.");
        return read.Text;
    }
}
