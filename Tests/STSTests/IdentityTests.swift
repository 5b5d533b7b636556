import ServiceTesting
import Testing
import Time

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

    @Test func sessionsSayForWhomTheyAre() async {
        let form = "RoleArn=arn:aws:iam::000000000000:role/deployer&RoleSessionName=me"
        let assumed = await client.call("AssumeRole", form + "&SourceIdentity=ada&TokenCode=123456")
        #expect(QueryClient<STS>.text("SourceIdentity", in: assumed) == "ada")
        #expect(QueryClient<STS>.text("SourceIdentity", in: await client.call("AssumeRole", form)) == nil)
        let refused = await client.refusal("AssumeRole", form + "&TokenCode=12345x&SourceIdentity=a")
        #expect(refused.contains("2 validation errors detected"), "\(refused)")
    }

    @Test func rolesKeepTheirIDs() async throws {
        let client = try QueryClient { STS($0) { name, _ in name == "known" ? "AROAKNOWN" : nil } }
        let form = { (role: String) in "RoleArn=arn:aws:iam::000000000000:role/\(role)&RoleSessionName=me" }
        let known = await client.call("AssumeRole", form("known"))
        #expect(QueryClient<STS>.text("AssumedRoleId", in: known) == "AROAKNOWN:me")
        let first = await client.call("AssumeRole", form("other"))
        let second = await client.call("AssumeRole", form("other"))
        let ids = [first, second].map { QueryClient<STS>.text("AssumedRoleId", in: $0) }
        #expect(ids[0] == ids[1] && ids[0]?.count == 24)
    }

    @Test func isTheSessionOfAFunction() async throws {
        let ids = IDSource(seed: 1)
        let made = STS.credentials(roleName: "r", sessionName: "f", mark: "hearth-1", ids)
        let other = STS.credentials(roleName: "r", sessionName: "f", mark: "hearth-1", ids)
        #expect(made.accessKeyID != other.accessKeyID && made.sessionToken != other.sessionToken)
        #expect(made.sessionToken.hasPrefix("hearth-1."))
        #expect(
            STS.secretAccessKey(of: made.accessKeyID, sessionToken: made.sessionToken) == made.secretAccessKey
        )
        for token in [nil, "", "another"] {
            #expect(STS.secretAccessKey(of: made.accessKeyID, sessionToken: token) == nil)
            #expect(STS.wants(anotherTokenFor: made.accessKeyID, than: token))
        }
        // Those of AWS, whose tokens nobody here can check, and those that do not end.
        #expect(STS.wants(anotherTokenFor: "ASIAABCDEFGHIJKLMNOP", than: nil))
        #expect(!STS.wants(anotherTokenFor: "ASIAABCDEFGHIJKLMNOP", than: "another"))
        #expect(!STS.wants(anotherTokenFor: "test", than: nil))
        let body = await client.call("GetCallerIdentity", headers: [("X-Amz-Security-Token", made.sessionToken)])
        #expect(QueryClient<STS>.text("Arn", in: body) == "arn:aws:sts::000000000000:assumed-role/r/f")
    }

    @Test func isAFederatedUser() async {
        let made = await client.call("GetFederationToken", "Name=guest")
        #expect(QueryClient<STS>.text("FederatedUserId", in: made) == "000000000000:guest")
        let token = QueryClient<STS>.text("SessionToken", in: made) ?? ""
        let body = await client.call("GetCallerIdentity", headers: [("X-Amz-Security-Token", token)])
        #expect(QueryClient<STS>.text("Arn", in: body) == "arn:aws:sts::000000000000:federated-user/guest")
    }

    @Test func tellsTheAccountOfKeys() async {
        let body = await client.call("GetAccessKeyInfo", "AccessKeyId=AKIAIOSFODNN7EXAMPLE")
        #expect(QueryClient<STS>.text("Account", in: body) == "000000000000")
    }

    @Test func tagsAreToldApartWithoutTheirCase() async {
        let form =
            "RoleArn=arn:aws:iam::000000000000:role/one&RoleSessionName=me&Tags.member.1.Key=Team"
            + "&Tags.member.1.Value=blue"
        let twice = "&Tags.member.2.Key=team&Tags.member.2.Value=red"
        #expect(
            await client.refusal("AssumeRole", form + twice)
                == "400 InvalidParameterValue: Duplicate tag keys found. Please note that Tag keys are case insensitive."
        )
        #expect(
            await client.refusal("AssumeRole", form + "&TransitiveTagKeys.member.1=Other")
                == "400 InvalidParameterValue: The specified transitive tag key must be included in the requested tags."
        )
        let session = await client.call("AssumeRole", form + "&TransitiveTagKeys.member.1=team")
        let token = QueryClient<STS>.text("SessionToken", in: session) ?? ""
        let next = await client.send("AssumeRole", form, headers: [("X-Amz-Security-Token", token)])
        #expect(next.status == 400 && next.body.contains("conflicts with a transitive tag key"))
    }

    @Test func refusesWhatIsNoRole() async {
        #expect(
            await client.refusal("AssumeRole", "RoleArn=arn:aws:s3:::some-bucket&RoleSessionName=me")
                == "400 ValidationError: arn:aws:s3:::some-bucket is invalid"
        )
        #expect(await client.refusal("AssumeRole", "RoleArn=x").hasPrefix("400 ValidationError: 2 validation errors"))
    }
}
