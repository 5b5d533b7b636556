import AWSClient
import Deployment
import Testing

@Suite struct AWSSessionTests {
    private static let files = SharedConfiguration(
        config: """
            # made by hand
            [default]
            region = eu-west-1
            [profile work]
            region=eu-central-1
            s3 =
                max_concurrent_requests = 20
            [profile login]
            sso_session = corp
            [sso-session corp]
            sso_start_url = https://corp.example.com
            [profile tool]
            credential_process = /opt/keys --json
            region = us-west-2
            """,
        credentials: """
            [default]
            aws_access_key_id = usual
            aws_secret_access_key = a/b+c=
            [work]
            aws_access_key_id=mine
            aws_secret_access_key=secret
            aws_session_token=token
            """
    )

    private static func session(
        profile: String? = nil,
        region: String? = nil,
        _ environment: [String: String] = [:],
        _ files: SharedConfiguration = files
    ) throws -> AWSSession {
        try AWSSession(profile: profile, region: region, endpointURL: nil, environment: environment, files: files)
    }

    @Test func readsTheDefaultProfile() throws {
        let session = try Self.session()
        #expect(session.region == "eu-west-1")
        #expect(session.keys == .known(AWSCredentials(accessKeyID: "usual", secretAccessKey: "a/b+c=")))
    }

    @Test func theEnvironmentCountsMoreThanTheDefaultProfile() throws {
        let keys = ["AWS_ACCESS_KEY_ID": "id", "AWS_SECRET_ACCESS_KEY": "s", "AWS_REGION": "us-east-2"]
        let session = try Self.session(keys)
        #expect(session.region == "us-east-2")
        #expect(session.keys == .known(AWSCredentials(accessKeyID: "id", secretAccessKey: "s")))
        #expect(try Self.session(region: "sa-east-1", keys).region == "sa-east-1")
    }

    @Test(
        arguments: [
            ([:], "eu-west-1"), (["AWS_PROFILE": "work"], "eu-central-1"), (["AWS_PROFILE": "login"], nil),
            (["AWS_REGION": "", "AWS_DEFAULT_REGION": "eu-north-1"], "eu-north-1"),
            (["AWS_REGION": "us-east-2", "AWS_DEFAULT_REGION": "eu-north-1"], "us-east-2"),
        ] as [([String: String], String?)]
    )
    func theRegionIsTheOneOfAWSsTools(_ environment: [String: String], _ region: String?) {
        #expect(Self.files.region(environment: environment) == region)
    }

    @Test func aNamedProfileCountsMoreThanTheEnvironment() throws {
        let keys = ["AWS_ACCESS_KEY_ID": "id", "AWS_SECRET_ACCESS_KEY": "s"]
        let work = AWSCredentials(accessKeyID: "mine", secretAccessKey: "secret", sessionToken: "token")
        #expect(try Self.session(profile: "work", keys).keys == .known(work))
        #expect(try Self.session(["AWS_PROFILE": "work"]).keys == .known(work))
        #expect(try Self.session(["AWS_PROFILE": "work"]).region == "eu-central-1")
        #expect(try Self.session(profile: "tool").keys == .process("/opt/keys --json"))
    }

    @Test(arguments: [
        ("nobody", "there is no profile nobody in ~/.aws/config or ~/.aws/credentials; there are: default, login, "),
        ("login", "let the AWS CLI get them: `eval \"$(aws configure export-credentials --profile login"),
    ])
    func saysWhatToDoWithoutKeys(_ profile: String, _ text: String) {
        #expect { try Self.session(profile: profile, region: "us-east-1") } throws: { "\($0)".contains(text) }
    }

    @Test func saysWhatIsMissing() {
        let none = SharedConfiguration(config: "", credentials: "")
        #expect(throws: DeploymentError("no region is set: say --region, or set AWS_REGION")) {
            try Self.session([:], none)
        }
        #expect { try Self.session(region: "us-east-1", [:], none) } throws: {
            "\($0)".hasPrefix("there are no AWS credentials: set AWS_ACCESS_KEY_ID")
        }
    }

    @Test func endpointsAreAWSsOwnUnlessNamed() throws {
        let credentials = AWSCredentials(accessKeyID: "id", secretAccessKey: "s")
        var session = try Self.session()
        let own = try session.configuration("sts", credentials, environment: [:])
        #expect(own.endpoint == "https://sts.eu-west-1.amazonaws.com")
        session.endpointURL = "http://localhost:5000/"
        let other = try session.configuration("sts", credentials, environment: ["AWS_ENDPOINT_URL_STS": "http://x"])
        #expect(other.endpoint == "http://localhost:5000")
    }

    /// In the order that AWS's tools have: the environment, the profile's services, the profile.
    @Test(
        arguments: [
            ("local", "s3", [:], "http://localhost:4570"), ("local", "sts", [:], "http://localhost:4566"),
            ("local", "s3", ["AWS_ENDPOINT_URL": "http://x"], "http://x"),
            ("local", "s3", ["AWS_ENDPOINT_URL": "http://x", "AWS_ENDPOINT_URL_S3": "http://y"], "http://y"),
            ("local", "s3", ["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"], "https://s3.us-east-1.amazonaws.com"),
            (
                "local", "sts", ["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "TRUE", "AWS_ENDPOINT_URL": "http://x"],
                "https://sts.us-east-1.amazonaws.com"
            ),
            ("away", "sts", [:], "https://sts.us-east-1.amazonaws.com"),
            ("away", "sts", ["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "false"], "http://localhost:4566"),
        ] as [(String, String, [String: String], String)]
    )
    func profilesNameEndpoints(
        _ profile: String,
        _ service: String,
        _ environment: [String: String],
        _ endpoint: String
    ) throws {
        let session = try Self.session(profile: profile, region: "us-east-1", [:], Self.endpoints)
        let credentials = AWSCredentials(accessKeyID: "id", secretAccessKey: "s")
        #expect(try session.configuration(service, credentials, environment: environment).endpoint == endpoint)
    }

    @Test func servicesOfAProfileMustBeThere() throws {
        let session = try Self.session(profile: "lost", region: "us-east-1", [:], Self.endpoints)
        let credentials = AWSCredentials(accessKeyID: "id", secretAccessKey: "s")
        let error = DeploymentError("the profile lost names [services nowhere], which is not in ~/.aws/config")
        #expect(throws: error) { try session.configuration("s3", credentials, environment: [:]) }
    }

    private static let endpoints = SharedConfiguration(
        config: """
            [profile local]
            endpoint_url = http://localhost:4566
            services = mine
            [services mine]
            s3 =
              endpoint_url = http://localhost:4570
            dynamodb =
              endpoint_url = http://localhost:4571
            [profile away]
            ignore_configured_endpoint_urls = true
            endpoint_url = http://localhost:4566
            [profile lost]
            services = nowhere
            """,
        credentials: ["local", "away", "lost"].map {
            "[\($0)]\naws_access_key_id = a\naws_secret_access_key = b\n"
        }.joined()
    )
}
