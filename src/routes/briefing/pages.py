"""The names of the pages of a site that no notebook makes."""

INDEX_PAGE = "index.html"
SEARCH_PAGE = "search.html"
