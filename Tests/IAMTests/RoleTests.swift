import ServiceKit
import ServiceTesting
import Testing

@testable import IAM

@Suite struct RoleTests {
    private typealias Client = QueryClient<IAM>
    private let client: Client
    /// `{"Statement":[]}`
    private static let document = "%7B%22Statement%22%3A%5B%5D%7D"

    init() throws { client = try QueryClient(migrations: IAM.migrations) { IAM($0) } }

    private func create(_ name: String, _ more: String = "") async -> String {
        await client.call("CreateRole", "RoleName=\(name)&AssumeRolePolicyDocument=\(Self.document)\(more)")
    }

    @Test func tellsWhatWasCreated() async {
        let made = await create("r", "&Path=/app/&Tags.member.1.Key=team&Tags.member.1.Value=blue")
        #expect(Client.text("Arn", in: made) == "arn:aws:iam::000000000000:role/app/r")
        #expect(Client.text("AssumeRolePolicyDocument", in: made) == Self.document)
        let found = await client.call("GetRole", "RoleName=r")
        #expect(Client.text("RoleId", in: found) == Client.text("RoleId", in: made))
        #expect(!made.contains("MaxSessionDuration") && !made.contains("RoleLastUsed"))
        #expect(found.contains("<MaxSessionDuration>3600<") && found.contains("RoleLastUsed"))
        #expect(found.contains("<Value>blue</Value>") && made.contains("<Value>blue</Value>"))
        let listed = await client.call("ListRoles")
        #expect(listed.contains("<MaxSessionDuration>3600<") && !listed.contains("RoleLastUsed"))
        #expect(!listed.contains("<Value>blue</Value>"))
        #expect(
            await client.refusal("CreateRole", "RoleName=r&AssumeRolePolicyDocument=\(Self.document)")
                == "409 EntityAlreadyExists: Role with name r already exists."
        )
    }

    @Test func isBounded() async {
        _ = await create("r")
        let policy = "arn:aws:iam::aws:policy/ReadOnlyAccess"
        await client.call("PutRolePermissionsBoundary", "RoleName=r&PermissionsBoundary=\(policy)")
        #expect(await client.call("GetRole", "RoleName=r").contains(policy))
        #expect(!(await client.call("ListRoles").contains(policy)))
        await client.call("DeleteRolePermissionsBoundary", "RoleName=r")
        #expect(!(await client.call("GetRole", "RoleName=r").contains(policy)))
    }

    @Test func isInNoInstanceProfile() async {
        _ = await create("r")
        #expect(await client.call("ListInstanceProfilesForRole", "RoleName=r").contains("<InstanceProfiles"))
        #expect(
            await client.refusal("ListInstanceProfilesForRole", "RoleName=other")
                == "404 NoSuchEntity: The role with name other cannot be found."
        )
    }

    @Test func refusesWhatIsNoPolicy() async {
        #expect(
            await client.refusal("CreatePolicy", "PolicyName=p&PolicyDocument=nonsense")
                == "400 MalformedPolicyDocument: Syntax errors in policy."
        )
        let reason = "400 MalformedPolicyDocument: This policy contains invalid Json"
        let request = "RoleName=r&AssumeRolePolicyDocument=%7B%22a%22%3A1%2C%7D"
        #expect(await client.refusal("CreateRole", request) == reason)
        _ = await create("other")
        #expect(await client.refusal("UpdateAssumeRolePolicy", "RoleName=other&PolicyDocument=%7B") == reason)
        #expect(
            await client.refusal("GetRole", "RoleName=r") == "404 NoSuchEntity: The role with name r cannot be found."
        )
    }

    @Test(arguments: ["some%20policy", "%7B%7D"])
    func takesAPlaceholderForATrustPolicy(_ text: String) async {
        await client.call("CreateRole", "RoleName=r&AssumeRolePolicyDocument=\(text)")
        #expect(await client.call("GetRole", "RoleName=r").contains("<AssumeRolePolicyDocument>\(text)<"))
    }

    @Test func goesWhenItsPoliciesAreGone() async {
        _ = await create("r")
        await client.call("PutRolePolicy", "RoleName=r&PolicyName=p&PolicyDocument=\(Self.document)")
        #expect(
            await client.refusal("DeleteRole", "RoleName=r")
                == "409 DeleteConflict: Cannot delete entity, must delete policies first."
        )
        await client.call("DeleteRolePolicy", "RoleName=r&PolicyName=p")
        await client.call("DeleteRole", "RoleName=r")
        let roles = await client.call("ListRoles")
        #expect(!roles.contains("<RoleName>") && roles.contains("<IsTruncated>false</IsTruncated>"))
    }

    @Test func isGivenPolicies() async {
        _ = await create("r")
        let made = await client.call("CreatePolicy", "PolicyName=mine&PolicyDocument=\(Self.document)")
        let arn = Client.text("Arn", in: made) ?? ""
        #expect(arn == "arn:aws:iam::000000000000:policy/mine")
        await client.call("AttachRolePolicy", "RoleName=r&PolicyArn=\(arn)")
        await client.call("AttachRolePolicy", "RoleName=r&PolicyArn=arn:aws:iam::aws:policy/AWSLambdaExecute")
        let attached = await client.call("ListAttachedRolePolicies", "RoleName=r")
        #expect(attached.contains("<PolicyName>mine</PolicyName>"))
        #expect(attached.contains("<PolicyName>AWSLambdaExecute</PolicyName>"))
        #expect(
            await client.refusal("DeletePolicy", "PolicyArn=\(arn)")
                == "409 DeleteConflict: Cannot delete a policy attached to entities."
        )
        #expect(
            await client.refusal("AttachRolePolicy", "RoleName=r&PolicyArn=\(arn)2")
                == "404 NoSuchEntity: Policy \(arn)2 does not exist or is not attachable."
        )
        await client.call("DetachRolePolicy", "RoleName=r&PolicyArn=\(arn)")
        await client.call("DeletePolicy", "PolicyArn=\(arn)")
        #expect(await client.refusal("GetPolicy", "PolicyArn=\(arn)").hasPrefix("404 NoSuchEntity"))
    }

    @Test func listsPageByPage() async {
        for name in ["a", "b", "c"] { _ = await create(name) }
        let first = await client.call("ListRoles", "MaxItems=2")
        #expect(first.contains("<RoleName>b</RoleName>") && !first.contains("<RoleName>c</RoleName>"))
        let marker = Client.text("Marker", in: first) ?? ""
        let second = await client.call("ListRoles", "MaxItems=2&Marker=\(marker)")
        #expect(second.contains("<RoleName>c</RoleName>") && second.contains("<IsTruncated>false</IsTruncated>"))
    }

    /// Every action with every member missing, empty, too long and of the wrong kind.
    @Test func refusesBadInput() async {
        for operation in IAM.operations {
            guard case .structure(let members, _) = operation.input else { continue }
            for member in members {
                for value in ["", String(repeating: "x", count: 140_000), "-1", "%00"] {
                    let (status, body) = await client.send(operation.name, "\(member.name)=\(value)")
                    #expect(status < 500, "\(operation.name) \(member.name)=\(value.prefix(10)): \(body.prefix(200))")
                }
            }
            let hasRequired = members.contains(where: \.isRequired)
            let (status, _) = await client.send(operation.name)
            #expect(hasRequired ? status == 400 : status == 200, "\(operation.name)")
        }
    }
}
