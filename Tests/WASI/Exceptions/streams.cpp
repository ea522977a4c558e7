// The C++ library's streams and containers: words by frequency, numbers by stream, formatting flags.
#include <algorithm>
#include <iomanip>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

int main() {
  std::map<std::string, int> counts;
  std::string line;
  double sum = 0;
  int lines = 0;
  while (std::getline(std::cin, line)) {
    lines++;
    std::istringstream words(line);
    std::string word;
    while (words >> word) {
      counts[word]++;
      std::istringstream number(word);
      double value;
      if (number >> value && number.eof()) sum += value;
    }
  }
  std::vector<std::pair<std::string, int>> all(counts.begin(), counts.end());
  std::stable_sort(all.begin(), all.end(), [](auto &a, auto &b) { return a.second > b.second; });
  for (auto &[word, count] : all) std::cout << std::setw(4) << count << ' ' << std::left << std::setw(8) << word << std::right << "|\n";
  std::cout << lines << " lines, " << std::hex << std::showbase << lines << ", " << std::dec << std::fixed
            << std::setprecision(3) << sum << ", " << std::scientific << sum << ", " << std::boolalpha << (sum > 1) << std::endl;
}
