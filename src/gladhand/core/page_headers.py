"""Response headers of HTML pages. Scripts and styles come from the server itself, never from the page's text."""


def page_headers(
    *,
    images: str = "'self' data:",
    requests: str = "'self'",
    forms: str = "'self'",
    frames: str = "'none'",
    frame_ancestors: str = "'none'",
    caching: str = "no-store",
    referrer: str = "same-origin",
) -> dict[str, str]:
    """The headers of a page. The first five are sources as a content policy names them: from where images come, where
    scripts send requests, where forms lead, from where pages in its frames come, and who may show it in a frame.
    """
    return {
        "Content-Security-Policy": f"default-src 'none'; script-src 'self'; style-src 'self'; img-src {images}; "
        f"connect-src {requests}; frame-src {frames}; form-action {forms}; base-uri 'none'; "
        f"frame-ancestors {frame_ancestors}",
        "Cache-Control": caching,
        "Referrer-Policy": referrer,
        "X-Content-Type-Options": "nosniff",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    }
