import ServiceTesting
import Testing

@testable import STS

@Suite struct IdentityTests {
    private let client: QueryClient<STS>

    init() throws { client = try QueryClient { STS($0) } }

    @Test func isTheAccountsRoot() async {
        let body = await client.call("GetCallerIdentity")
        #expect(QueryClient<STS>.text("Arn", in: body) == "arn:aws:iam::000000000000:root")
        #expect(QueryClient<STS>.text("Account", in: body) == "000000000000")
    }

    @Test func isTheRoleWhoseCredentialsSign() async {
        let form = "RoleArn=arn:aws:iam::000000000000:role/path/deployer&RoleSessionName=me"
        let assumed = await client.call("AssumeRole", form)
        let token = QueryClient<STS>.text("SessionToken", in: assumed) ?? ""
        let body = await client.call("GetCallerIdentity", headers: [("X-Amz-Security-Token", token)])
        #expect(
            QueryClient<STS>.text("Arn", in: body) == "arn:aws:sts::000000000000:assumed-role/deployer/me"
        )
        #expect(
            QueryClient<STS>.text("UserId", in: body) == QueryClient<STS>.text("AssumedRoleId", in: assumed)
        )
    }

    @Test func refusesWhatIsNoRole() async {
        #expect(
            await client.refusal("AssumeRole", "RoleArn=arn:aws:s3:::some-bucket&RoleSessionName=me")
                == "400 ValidationError: arn:aws:s3:::some-bucket is invalid"
        )
        #expect(await client.refusal("AssumeRole", "RoleArn=x").hasPrefix("400 ValidationError: 2 validation errors"))
    }
}
