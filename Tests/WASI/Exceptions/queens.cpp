// Searches that end by an exception from the depth of the recursion.
#include <cstdio>

template <int size>
struct Queens {
  int columns[size];
  int steps = 0;
  struct Solution {
    int columns[size];
  };

  void place(int row) {
    steps++;
    if (row == size) {
      Solution solution;
      for (int i = 0; i < size; i++) solution.columns[i] = columns[i];
      throw solution;
    }
    for (int column = 0; column < size; column++) {
      bool fits = true;
      for (int i = 0; i < row && fits; i++) {
        int distance = column - columns[i];
        fits = distance != 0 && distance != row - i && distance != i - row;
      }
      if (!fits) continue;
      columns[row] = column;
      place(row + 1);
    }
  }
};

template <int size>
void solve() {
  Queens<size> queens;
  try {
    queens.place(0);
    printf("%d: none, %d steps\n", size, queens.steps);
  } catch (const typename Queens<size>::Solution &solution) {
    printf("%d:", size);
    for (int column : solution.columns) printf(" %d", column);
    printf(", %d steps\n", queens.steps);
  }
}

int main() {
  solve<1>();
  solve<2>();
  solve<3>();
  solve<4>();
  solve<5>();
  solve<6>();
  solve<8>();
  solve<10>();
}
