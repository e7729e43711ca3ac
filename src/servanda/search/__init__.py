"""Search: from people's words to words, their forms and concepts; from documents to what is searched."""
