-- Answers each line `A<TAB>B` with -1, 0 or 1, as Haskell compares lists of numbers, which is how Data.Version compares
-- versions; `?` for what is no version.
module Main where

import Data.Char (isDigit)

parse :: String -> Maybe [Integer]
parse text = mapM number (split text)

split :: String -> [String]
split text = case break (== '.') text of
  (part, _ : rest) -> part : split rest
  (part, []) -> [part]

number :: String -> Maybe Integer
number "" = Nothing
number ('0' : _ : _) = Nothing
number text = if all isDigit text then Just (read text) else Nothing

answer :: String -> String
answer line = case (parse a, parse (drop 1 b)) of
  (Just left, Just right) -> case compare left right of
    LT -> "-1"
    EQ -> "0"
    GT -> "1"
  _ -> "?"
  where
    (a, b) = break (== '\t') line

main :: IO ()
main = interact (unlines . map answer . lines)
