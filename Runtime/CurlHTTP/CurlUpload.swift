package final class CurlUpload {}
