namespace Eds.Bench;

/// <content>What it does to many clients and secrets at once. A call that was retried may be told by several events.</content>
internal sealed partial class SimulatedTaxpayer
{
    /// <summary>One transaction takes 49.</summary>
    private const int MaxAnnulledAtOnce = 120;

    /// <summary>Clients whose annulment in bulk was confirmed.</summary>
    public int AnnulledInBulk { get; private set; }

    /// <summary>Secrets whose rotation in bulk was confirmed, each time counted.</summary>
    public int RotatedInBulk { get; private set; }

    public async Task AnnulManyAsync()
    {
        var devices = Active.Take(1 + RandomNumberGenerator.GetInt32(MaxAnnulledAtOnce)).ToList();
        if (devices.Count == 0)
        {
            return;
        }

        var reply = await SendAsync(api => api.AnnulClientsAsync(Id, devices.Select(device => device.ClientId), "left"));
        if (!Expect(reply, 200, "annulment in bulk"))
        {
            return;
        }

        var answer = reply.Answer.Value;
        if (answer.Annulled + answer.AlreadyAnnulled != devices.Count || (answer.AlreadyAnnulled > 0 && !reply.Retried))
        {
            _counters.AddLost($"{Id}: of {devices.Count} clients {answer.Annulled} annulled, {answer.AlreadyAnnulled} before");
        }

        AnnulledInBulk += devices.Count;
        devices.ForEach(Retire);
    }

    /// <summary>
    /// Each secret of an active client gets another one. Those of a lost answer nobody knows: they are rotated once more.
    /// </summary>
    public async Task RotateManyAsync()
    {
        var secrets = Active.Select(device => device.Secret).DistinctBy(secret => secret.Id).ToList();
        if (secrets.Count == 0)
        {
            return;
        }

        var (body, key) = (new RotateSecretsBody([.. secrets.Select(secret => secret.Id)], OverlapHours: 0), EdsClient.NewIdempotencyKey());
        var reply = await SendAsync(api => api.RotateSecretsAsync(Id, body, key));
        if (!Expect(reply, 200, "rotation in bulk"))
        {
            return;
        }

        RotatedInBulk += secrets.Count;
        foreach (var (secret, rotation) in secrets.Zip(reply.Answer.Value.Rotations))
        {
            if (rotation.Version is null || (rotation.Secret is null && !reply.Retried))
            {
                _counters.AddLost($"{Id}: secret {rotation.SecretId}: {rotation.Code ?? "its only answer has no secret"}");
            }

            secret.Text = rotation.Secret;
            if (secret.Text is null)
            {
                await RotateAsync(secret);
            }
        }
    }
}
